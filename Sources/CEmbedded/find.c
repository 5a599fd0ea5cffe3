#include "embedded.h"

#include <string.h>

const struct setia_file *setia_find(const struct setia_file *list, const char *name) {
    while (list->name && strcmp(list->name, name) != 0) list++;
    return list;
}

size_t setia_count(const struct setia_file *file) { return file->bytes ? strlen((const char *)file->bytes) : 0; }
