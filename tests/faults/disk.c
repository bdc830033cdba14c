/* A disk whose power can be cut and that can be full: preloaded into a bot by tests/faults/disk.py.
 *
 * HUIYIN_DISK   the folder that lies on it
 * HUIYIN_KEPT   where each file is copied to, as it is whenever it is synced: what a cut leaves
 * HUIYIN_FULL   while a file of this name exists, nothing more can be written to the folder
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *name_in_folder(int fd, char *path, size_t room) {
    const char *folder = getenv("HUIYIN_DISK");
    char link[64];
    ssize_t length;
    if (!folder) return NULL;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    length = readlink(link, path, room - 1);
    if (length <= 0) return NULL;
    path[length] = 0;
    size_t start = strlen(folder);
    if (strncmp(path, folder, start) || path[start] != '/') return NULL;
    return path + start + 1;
}

static int is_full(int fd) {
    char path[4096];
    const char *flag = getenv("HUIYIN_FULL");
    return flag && !access(flag, F_OK) && name_in_folder(fd, path, sizeof path);
}

/* Reads through the caller's own descriptor: to open the file and close it again would let go of
 * every lock that SQLite has on it, and another process would take its journal for a dead one's. */
static void keep(int fd) {
    char path[4096], draft[4200], final[4200], block[65536];
    const char *name = name_in_folder(fd, path, sizeof path), *kept = getenv("HUIYIN_KEPT");
    if (!name || !kept) return;
    snprintf(final, sizeof final, "%s/%s", kept, name);
    snprintf(draft, sizeof draft, "%s/%s.draft", kept, name);
    int out = open(draft, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ssize_t (*plain)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
    ssize_t got;
    for (off64_t at = 0; out >= 0 && (got = pread64(fd, block, sizeof block, at)) > 0; at += got)
        if (plain(out, block, got) != got) abort();
    close(out);
    rename(draft, final);
}

#define SYNC(which)                                                \
    int which(int fd) {                                            \
        int (*real)(int) = dlsym(RTLD_NEXT, #which);               \
        usleep(2000); /* a disk takes its time */                  \
        int result = real(fd);                                     \
        if (!result) keep(fd);                                     \
        return result;                                             \
    }
SYNC(fsync)
SYNC(fdatasync)

#define FULL(which, ...)                                           \
    if (is_full(fd)) {                                             \
        errno = ENOSPC;                                            \
        return -1;                                                 \
    }                                                              \
    return ((ssize_t(*)())dlsym(RTLD_NEXT, #which))(__VA_ARGS__);

ssize_t write(int fd, const void *from, size_t size) { FULL(write, fd, from, size) }
ssize_t pwrite(int fd, const void *from, size_t size, off_t at) { FULL(pwrite, fd, from, size, at) }
ssize_t pwrite64(int fd, const void *from, size_t size, off64_t at) { FULL(pwrite64, fd, from, size, at) }
