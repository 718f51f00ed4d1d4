"""Files within files: each is given with what holds it, and none can fill the machine."""

import io
import struct
import zipfile
from email.message import EmailMessage
from time import perf_counter

import pytest

from foia.mail import mapi, outlook, rtf, tnef, zipped
from foia.mail.parse import parse
from foia.mail.unpack import MOST_DEPTH
from foia.mail.zipped import Budget, unzip
from tests.outlook_files import compound_file, message

PDF = b"%PDF-1.4\n% a page\n%%EOF\n"


def zipped_files(files: dict[str, bytes]) -> bytes:
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return box.getvalue()


def mail_with(name: str, content: bytes) -> bytes:
    mail = EmailMessage()
    mail["From"] = "records@agency.example"
    mail["Subject"] = "records"
    mail.set_content("See the file.")
    mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def test_a_file_in_an_archive_says_which_archive_holds_it_and_the_archive_is_kept() -> None:
    archive = zipped_files({"contract.pdf": PDF})
    whole, inner = parse(mail_with("records.zip", archive)).attachments
    assert (whole.content, whole.within) == (archive, "")
    assert (inner.content, inner.within, inner.sniffed_type) == (
        PDF,
        "records.zip",
        "application/pdf",
    )


def test_an_office_document_is_a_zip_that_is_left_shut() -> None:
    document = zipped_files({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<w/>"})
    assert [part.name for part in parse(mail_with("reply.docx", document)).attachments] == [
        "reply.docx"
    ]


def test_archives_are_opened_to_a_depth_and_the_rest_is_said() -> None:
    content = PDF
    for number in range(MOST_DEPTH + 3):
        content = zipped_files({f"{number}.zip" if number else "deep.pdf": content})
    mail = parse(mail_with("outer.zip", content))
    assert len(mail.attachments) == 1 + MOST_DEPTH
    assert any("too deep" in trouble for trouble in mail.troubles)


def test_what_all_archives_of_a_mail_hold_is_limited_in_number_and_size() -> None:
    many = zipped_files({f"{number}.txt": b"x" for number in range(zipped.MOST_FILES + 50)})
    mail = parse(mail_with("many.zip", many))
    assert len(mail.attachments) == 1 + zipped.MOST_FILES
    assert any("more than is unpacked" in trouble for trouble in mail.troubles)
    budget = Budget(size=1_000)
    files, troubles = unzip(zipped_files({"a": b"x" * 800, "b": b"y" * 800}), "two.zip", budget)
    assert [file.name for file in files] == ["a"]
    assert "grow too large" in troubles[0]


def test_a_bomb_costs_neither_memory_nor_time_whatever_its_header_claims() -> None:
    bomb = bytearray(zipped_files({"zeros.bin": b"\0" * 40_000_000}))
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = bomb.find(mark) + place
        bomb[at : at + 4] = struct.pack("<I", 10)  # "ten bytes"
    for content in (bytes(bomb), zipped_files({"zeros.bin": b"\0" * 40_000_000})):
        began = perf_counter()
        mail = parse(mail_with("bomb.zip", content))
        assert [part.name for part in mail.attachments] == ["bomb.zip"]
        assert mail.troubles
        assert perf_counter() - began < 5


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_ways_of_packing_that_know_no_limit_are_left_shut_and_said(method: int) -> None:
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", method) as archive:
        archive.writestr("a.txt", b"x" * 50_000_000)
    good = box.getvalue()
    started = perf_counter()
    for at in range(0, len(good), len(good) // 40):  # damaged ones, too, whatever they break
        files, troubles = unzip(good[:at] + b"\xff" + good[at + 1 :], "a.zip", Budget())
        assert not files and (troubles or at < 60 or at > len(good) - 100)
    assert "not opened here" in unzip(good, "a.zip", Budget())[1][0]
    assert perf_counter() - started < 1


def test_what_a_folder_of_an_archive_holds_by_itself_is_a_file() -> None:
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as archive:
        archive.writestr("empty/", b"")
        archive.writestr(zipfile.ZipInfo("secret/"), b"words")
    files, _ = unzip(box.getvalue(), "a.zip", Budget())
    assert [(file.name, file.content) for file in files] == [("secret/", b"words")]


def test_an_archive_of_an_office_document_is_no_office_document() -> None:
    docx = zipped_files({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as archive:  # stored, so that all its names stand in the open
        archive.writestr("decision.docx", docx)
        archive.writestr("export/word/document.xml", b"<x/>")
    whole, *inner = parse(mail_with("records.zip", box.getvalue())).attachments
    assert whole.sniffed_type == "application/zip"
    assert [(file.name, file.sniffed_type[-8:]) for file in inner] == [
        ("decision.docx", "document"),
        ("document.xml", ""),
    ]


def test_files_that_are_too_many_are_said() -> None:
    inner = EmailMessage()
    for number in range(Budget().files + 1):
        inner.add_attachment(b"x", maintype="a", subtype="b", filename=f"{number}.bin")
    outer = EmailMessage()
    outer.add_attachment(inner)
    mail = parse(outer.as_bytes())
    assert len(mail.attachments) == 1 + Budget().files
    assert "more files than are taken out" in mail.troubles[-1]


def test_a_name_of_an_old_archive_is_read_in_the_letters_it_was_written_in() -> None:
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as archive:
        archive.writestr("x" * 6, PDF)
    content = box.getvalue().replace(b"xxxxxx", "Ответ.".encode("cp1251"))
    files, _ = unzip(content, "old.zip", Budget())
    assert files[0].name == "Ответ."


def test_our_own_letter_in_a_bounce_is_not_opened() -> None:
    letter = mail_with("request.pdf", PDF)
    parts = [
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="x"\n\n',
        b"--x\n\nIt was not delivered.\n--x\nContent-Type: message/delivery-status\n\n",
        b"Final-Recipient: rfc822; a@agency.example\nAction: failed\nStatus: 5.1.1\n\n",
        b"--x\nContent-Type: message/rfc822\n\n" + letter + b"\n--x--\n",
    ]
    names = [
        part.name
        for part in parse(b"From: mailer-daemon@x.example\n" + b"".join(parts)).attachments
    ]
    assert "request.pdf" not in names


def test_every_cut_of_a_winmail_dat_gives_what_lies_before_it() -> None:
    def record(name: int, body: bytes) -> bytes:
        return struct.pack("<BHHI", 2, name, 6, len(body)) + body + b"\0\0"

    whole = tnef.SIGNATURE + b"\1\0" + record(0x9002, b"") + record(0x8010, b"a.pdf\0")
    whole += record(0x800F, PDF)
    for end in range(len(whole)):
        found = tnef.unpack(whole[:end])
        assert all(PDF.startswith(file.content) for file in found.files)
    assert [(file.name, file.content) for file in tnef.unpack(whole).files] == [("a.pdf", PDF)]


def test_an_outlook_message_is_read_like_the_mail_it_was() -> None:
    texts = {
        mapi.SUBJECT: "Your request",
        mapi.BODY: "No such records exist.",
        mapi.SENDER_NAME: "Doe, Jane",
        mapi.SENDER_SMTP: "jane@agency.example",
        mapi.REPLY_TO_ID: "<1@reply.example>",
    }
    mail = parse(compound_file(message(texts, recipients={"os-1@reply.example": "Rosa"})))
    assert (mail.subject, mail.text) == ("Your request", "No such records exist.")
    assert (mail.from_name, mail.from_address) == ("Doe, Jane", "jane@agency.example")
    assert (mail.in_reply_to, mail.to) == (("<1@reply.example>",), ("os-1@reply.example",))
    assert mail.troubles == ()


def test_a_large_file_and_many_small_ones_come_out_of_an_outlook_message_whole() -> None:
    files = {f"{number}.pdf": PDF * number for number in range(1, 30)} | {"big.pdf": PDF * 40_000}
    mail = parse(compound_file(message({mapi.SUBJECT: "files"}, files=files)))
    assert {part.name: part.content for part in mail.attachments} == files


def test_many_names_for_the_same_bytes_do_not_multiply_them() -> None:
    files = {"big.bin": b"x" * 400_000} | {f"{number}.bin": b"" for number in range(80)}
    content = bytearray(compound_file(message({mapi.SUBJECT: "x"}, files=files)))
    name = f"__substg1.0_{mapi.DATA:04X}{mapi.BINARY:04X}".encode("utf-16-le")
    entries = [at for at in range(512, len(content), 128) if content[at : at + len(name)] == name]
    assert len(entries) == len(files)
    for at in entries:
        content[at + 116 : at + 128] = next(
            content[each + 116 : each + 128]
            for each in entries
            if struct.unpack_from("<Q", content, each + 120)[0] == 400_000
        )
    read = outlook.read(bytes(content))
    assert any("larger than the file" in trouble for trouble in read.troubles)
    assert sum(len(file.content) for file in read.files) < 5 * len(content) + 1_000_000


@pytest.mark.parametrize("kind", [b"LZFu", b"MELA"])
def test_compressed_rtf_gives_its_words_and_any_cut_of_it_gives_no_error(kind: bytes) -> None:
    source = b"{\\rtf1\\ansi The records do not exist.\\par}"
    packed = b"".join(
        b"\0" + source[at : at + 8] for at in range(0, len(source), 8)
    )  # eight letters as they are, none from the dictionary
    content = packed if kind == b"LZFu" else source
    whole = struct.pack("<II4sI", len(content) + 12, len(source), kind, 0) + content
    assert rtf.text_of(whole) == "The records do not exist."
    for end in range(len(whole)):
        rtf.text_of(whole[:end])


def test_a_mail_of_fifty_megabytes_is_parsed_in_seconds() -> None:
    raw = mail_with("scan.bin", bytes(37_000_000))
    assert len(raw) > 48_000_000
    began = perf_counter()
    mail = parse(raw)
    assert len(mail.attachments[0].content) == 37_000_000
    assert perf_counter() - began < 10
