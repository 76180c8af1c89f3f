"""What is done in recruiting, by subject: the call, applying, proving an address, deciding, inviting."""

from trellis.recruitment.actions import proofs as proofs
