"""The sandbox: a mail service that sends nothing on, and a pretend agency that answers.

It stands in for the world while no mail service is configured, so that the whole story can be
walked on one machine. Its mails travel over real SMTP and enter by the same door as real ones.
"""
