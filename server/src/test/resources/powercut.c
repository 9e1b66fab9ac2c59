// What a power cut would leave: each file as it was at its last successful sync, in another folder.
// LD_PRELOAD; POWERCUT_FROM is the folder that is watched, POWERCUT_TO the other one.
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

// Reads by the handle itself: to close another one would drop the locks that SQLite holds.
static void copy(int in, const char *name) {
  const char *to = getenv("POWERCUT_TO");
  char fresh[PATH_MAX], kept[PATH_MAX], bytes[1 << 16];
  snprintf(fresh, sizeof fresh, "%s/.%s", to, name);
  snprintf(kept, sizeof kept, "%s/%s", to, name);
  int out = open(fresh, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  ssize_t n;
  for (off_t at = 0; (n = pread(in, bytes, sizeof bytes, at)) > 0; at += n)
    if (write(out, bytes, n) != n) abort();
  close(out);
  if (n == 0 ? rename(fresh, kept) != 0 : unlink(fresh) != 0) abort();
}

// What is gone stays gone.
static void forget_deleted(const char *folder) {
  DIR *names = opendir(getenv("POWERCUT_TO"));
  if (!names) abort();
  for (struct dirent *each; (each = readdir(names));) {
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", folder, each->d_name);
    if (access(path, F_OK) == 0) continue;
    snprintf(path, sizeof path, "%s/%s", getenv("POWERCUT_TO"), each->d_name);
    unlink(path);
  }
  closedir(names);
}

// A folder's sync makes its names durable: of the small files that are replaced by renaming.
static void copy_names(const char *folder) {
  DIR *names = opendir(folder);
  if (!names) return;
  for (struct dirent *each; (each = readdir(names));) {
    char path[PATH_MAX];
    if (strncmp(each->d_name, "nonce", 5) != 0 && strcmp(each->d_name, "turn") != 0) continue;
    snprintf(path, sizeof path, "%s/%s", folder, each->d_name);
    int in = open(path, O_RDONLY);
    copy(in, each->d_name);
    close(in);
  }
  closedir(names);
}

static void synced(int fd) {
  const char *folder = getenv("POWERCUT_FROM");
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (!folder || length < 0) return;
  path[length] = 0;
  size_t prefix = strlen(folder);
  if (strncmp(path, folder, prefix) != 0) return;
  pthread_mutex_lock(&lock);
  if (path[prefix] == '/') copy(fd, path + prefix + 1);
  if (path[prefix] == 0) copy_names(path);
  forget_deleted(folder);
  pthread_mutex_unlock(&lock);
}

int fsync(int fd) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  int result = real(fd);
  if (result == 0) synced(fd);
  return result;
}

int fdatasync(int fd) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  int result = real(fd);
  if (result == 0) synced(fd);
  return result;
}
