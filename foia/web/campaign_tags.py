"""Template words of campaigns and teams."""

from django import template

from foia.web import campaign_words, words

register = template.Library()


@register.filter
def wave_state(code: str) -> str:
    """Say where a wave stands."""
    return words.said(campaign_words.WAVE_STATES, code)


@register.filter
def wave_act(code: str) -> str:
    """Say what somebody did to a wave."""
    return words.said(campaign_words.WAVE_ACTS, code)


@register.filter
def campaign_act(code: str) -> str:
    """Say what somebody changed of a campaign's rules."""
    return words.said(campaign_words.CAMPAIGN_ACTS, code)


@register.filter
def team_role(code: str) -> str:
    """Say what a member of a team is."""
    return words.said(campaign_words.TEAM_ROLES, code)


@register.filter
def finding_letter(code: str) -> str:
    """Return the letter that stands for what was learnt, so that no colour has to."""
    return words.said(campaign_words.FINDING_LETTERS, code)


@register.filter
def language_named(code: str) -> str:
    """Return a language by its name in the reader's."""
    return words.language_named(code)
