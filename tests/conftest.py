"""The same small cast for tests about the whole house."""

from wandel.conftest import cast, client_for, default_language, django_db_modify_db_settings

__all__ = ["cast", "client_for", "default_language", "django_db_modify_db_settings"]
