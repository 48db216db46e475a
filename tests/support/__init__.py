"""What the tests share and what is no test itself; conftest.py has the fixtures."""

import pytest

pytest.register_assert_rewrite("support.sites", "support.browsers")
