// What glibc's posix_spawn can do beyond POSIX, which Swift's module of glibc leaves out.
#ifndef SETIA_SPAWN_HEADER_H
#define SETIA_SPAWN_HEADER_H

#include <spawn.h>

// Runs the child in a directory.
static inline int setia_spawn_in_directory(posix_spawn_file_actions_t *actions, const char *path) {
    extern int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *, const char *);
    return posix_spawn_file_actions_addchdir_np(actions, path);
}

// Closes all of the child's files from a number on.
static inline int setia_spawn_close_from(posix_spawn_file_actions_t *actions, int first) {
    extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *, int);
    return posix_spawn_file_actions_addclosefrom_np(actions, first);
}

#endif
