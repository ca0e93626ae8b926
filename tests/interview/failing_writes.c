/* Preloaded into a process: from the FAIL_AT-th write on, writing fails as on a full disk. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int fails(int descriptor) {
    static long count = 0;
    char link[64], path[512];
    ssize_t length;
    long limit = getenv("FAIL_AT") ? atol(getenv("FAIL_AT")) : 0;
    if (!limit) return 0;
    strcpy(link, "/proc/self/fd/");
    char *end = link + strlen(link);
    int value = descriptor, digits = 0;
    char reversed[12];
    do { reversed[digits++] = '0' + value % 10; value /= 10; } while (value);
    while (digits) *end++ = reversed[--digits];
    *end = 0;
    length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return strstr(path, "progress") && ++count >= limit;
}

ssize_t pwrite64(int descriptor, const void *data, size_t size, off64_t offset) {
    ssize_t (*real)(int, const void *, size_t, off64_t) = dlsym(RTLD_NEXT, "pwrite64");
    if (fails(descriptor)) { errno = ENOSPC; return -1; }
    return real(descriptor, data, size, offset);
}

ssize_t pwrite(int descriptor, const void *data, size_t size, off_t offset) {
    return pwrite64(descriptor, data, size, offset);
}

ssize_t write(int descriptor, const void *data, size_t size) {
    ssize_t (*real)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
    if (fails(descriptor)) { errno = ENOSPC; return -1; }
    return real(descriptor, data, size);
}

int ftruncate64(int descriptor, off64_t size) {
    int (*real)(int, off64_t) = dlsym(RTLD_NEXT, "ftruncate64");
    if (fails(descriptor)) { errno = EIO; return -1; }
    return real(descriptor, size);
}

int fdatasync(int descriptor) {
    int (*real)(int) = dlsym(RTLD_NEXT, "fdatasync");
    if (fails(descriptor)) { errno = EIO; return -1; }
    return real(descriptor);
}

int fsync(int descriptor) {
    int (*real)(int) = dlsym(RTLD_NEXT, "fsync");
    if (fails(descriptor)) { errno = EIO; return -1; }
    return real(descriptor);
}
