//! Functions of the C library, replaced in a child: what a system call does or sees that can't be brought about from outside.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// `flock` on a file system without locks, which says so with the error number `ERROR`.
pub(crate) const NO_LOCKS: &str = r#"
#include <errno.h>

int flock(int file, int operation) { errno = ERROR; return -1; }
"#;

/// `flock` on a file system that lets signals come in between: every second call fails with `ERROR`.
pub(crate) const INTERRUPTED_LOCKS: &str = r#"
#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

static unsigned calls;

int flock(int file, int operation) {
    if (calls++ % 2 == 0) { errno = ERROR; return -1; }
    return syscall(SYS_flock, file, operation);
}
"#;

/// Looks at the mode of each file that is created, as soon as it exists, and lets nobody change a mode. Says at the end how
/// many there were.
pub(crate) const WATCH_MODES: &str = r#"
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static int created;

static void refuse(const char *what, const char *path) {
    dprintf(2, "%s: %s\n", what, path);
    abort();
}

int open64(const char *path, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = flags & O_CREAT ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    int file = syscall(SYS_openat, AT_FDCWD, path, flags, mode);
    struct stat status;
    if (file >= 0 && (flags & O_CREAT) && fstat(file, &status) == 0) {
        created++;
        if (status.st_mode & 077) refuse("open to others", path);
    }
    return file;
}

int chmod(const char *path, mode_t mode) { refuse("mode changed", path); return -1; }
int fchmod(int file, mode_t mode) { refuse("mode changed", "an open file"); return -1; }
int fchmodat(int directory, const char *path, mode_t mode, int flags) { refuse("mode changed", path); return -1; }

__attribute__((destructor)) static void end(void) { dprintf(2, "created %d\n", created); }
"#;

/// Compiles `source` to a library for `LD_PRELOAD`, with `ERROR` defined as `error`.
pub(crate) fn compile(folder: &Path, source: &str, error: &str) -> PathBuf {
    let file = folder.join("preload.c");
    let library = folder.join(format!("{error}.so"));
    fs::write(&file, source).unwrap();
    // Rust links by way of `cc`, so it is there.
    let mut compiler = Command::new("cc");
    compiler.args(["-shared", "-fPIC", "-o"]).arg(&library).arg(format!("-DERROR={error}")).arg(&file);
    assert!(compiler.status().unwrap().success());
    library
}
