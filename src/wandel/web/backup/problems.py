class BackupRefused(Exception):
    """A backup or restore that does not take place: a sentence with what, where and what to do."""
