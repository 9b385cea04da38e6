"""Two folders change places in one step, so that nobody ever sees half of a set of files."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
from pathlib import Path

MOST = 1_000
"""Files of others in a folder beyond which it stays where it is, and files are replaced one by one."""

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2
_CANNOT = {errno.ENOSYS, errno.EINVAL, errno.EBUSY, errno.EXDEV, errno.ENOTSUP, errno.EPERM, errno.EACCES}


def exchange(one: Path, other: Path) -> bool:
    """Let two folders of one file system change names (Linux's renameat2); False where the system cannot."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if os.name == "posix" else None
    if renameat2 is None:
        return False
    if renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _CANNOT:
        return False
    raise OSError(number, os.strerror(number), str(other))


def can_change_places(target: Path, others: list[Path]) -> bool:
    """Whether a folder with these files of others may be exchanged without harm to anybody.

    Not one with folders in it but graphkit's own hidden ones: their files would be others' to move. Not
    the folder that somebody stands in: their shell would be left in the old one.
    """
    plain = all(path.is_symlink() or path.is_file() or _is_kept(path) for path in others)
    return plain and len(others) <= MOST and not _stands_in(target)


def _stands_in(folder: Path) -> bool:
    try:
        here = Path.cwd().resolve()
    except FileNotFoundError:  # a folder that is gone is no folder of ours
        return False
    return here == folder or folder in here.parents


def link_into(folder: Path, others: list[Path]) -> bool:
    """Give `folder` the files of others, too: the same files under a second name; False where that cannot be.

    Nothing is moved or copied, so that whatever happens next, each is still where it was.
    """
    try:
        for path in others:
            if _is_kept(path):
                shutil.copytree(path, folder / path.name, copy_function=_link)
            else:
                _link(path, folder / path.name)
    except (OSError, shutil.Error):
        return False
    return True


def take_late_comers(old: Path, new: Path, own: set[str]) -> None:
    """Move to `new` what others wrote into the folder while it was about to become `old`."""
    for path in old.iterdir():
        if path.name in own or _is_kept(path):
            continue
        twin = new / path.name
        if not os.path.lexists(twin) or not os.path.samestat(path.lstat(), twin.lstat()):
            path.replace(twin)


def same_owner(target: Path, draft: Path) -> bool:
    """Give the draft the owner and the mode of the folder that it is to replace; False where we may not."""
    wanted, given = target.stat(), draft.stat()
    try:
        if (wanted.st_uid, wanted.st_gid) != (given.st_uid, given.st_gid):
            os.chown(draft, wanted.st_uid, wanted.st_gid)
        draft.chmod(wanted.st_mode & 0o7777)
    except OSError:
        return False
    return True


def flush_folder(folder: Path) -> None:
    """Write the names in a folder to the disk, as far as the system lets us."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:  # Windows opens no folders
        return
    try:
        os.fsync(descriptor)
    except OSError:
        pass
    finally:
        os.close(descriptor)


def _is_kept(path: Path) -> bool:
    return path.name == ".store" and path.is_dir() and not path.is_symlink()


def _link(source: str | Path, target: str | Path) -> None:
    os.link(source, target, follow_symlinks=False)
