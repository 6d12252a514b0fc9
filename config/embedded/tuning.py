"""PostgreSQL's settings for a laptop of two cores: durable first, then quick."""

import shutil
from pathlib import Path

SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - measured, not written
ENOUGH_SHARED_MEMORY = 256 * 2**20
ALWAYS = """\
# Written anew at every start; to differ, use ALTER SYSTEM.
listen_addresses = ''
unix_socket_permissions = 0700
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] %u@%d '
max_connections = 100
shared_buffers = 256MB
work_mem = 32MB
maintenance_work_mem = 256MB
effective_cache_size = 1GB
random_page_cost = 1.1
jit = off
wal_level = minimal
max_wal_senders = 0
wal_compression = on
min_wal_size = 512MB
max_wal_size = 4GB
checkpoint_timeout = 15min
checkpoint_completion_target = 0.9
"""
DURABLE = """\
fsync = on
full_page_writes = on
synchronous_commit = on
"""
THROW_AWAY = """\
fsync = off
full_page_writes = off
synchronous_commit = on
"""
SMALL_CONTAINER = """\
dynamic_shared_memory_type = mmap  # parallel queries need more than this /dev/shm has
"""


def settings_text(*, throw_away: bool) -> str:
    """Return the text of the configuration file; throw-away data is not made safe."""
    text = ALWAYS + (THROW_AWAY if throw_away else DURABLE)
    if SHARED_MEMORY.is_dir() and shutil.disk_usage(SHARED_MEMORY).total < ENOUGH_SHARED_MEMORY:
        text += SMALL_CONTAINER
    return text
