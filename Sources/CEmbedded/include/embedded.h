// Files of other rooms, compiled in as they are: C's #embed takes no time where Swift would compile every byte.
#ifndef SETIA_EMBEDDED_H
#define SETIA_EMBEDDED_H

#include <stddef.h>

// A file's name and its bytes. A list of files ends with one without a name.
struct setia_file {
    const char *name;
    const unsigned char *bytes;
};

// What people read who integrate and operate Setia: openapi, style, and the guides.
extern const struct setia_file *const setia_documents;

// The templates of pages.
extern const struct setia_file *const setia_templates;

// What pages are made of besides: texts by language, style, scripts, the brand's mark.
extern const struct setia_file *const setia_page_parts;

// The file of this name in a list; the end of the list where there is none.
const struct setia_file *setia_find(const struct setia_file *list, const char *name);

// How many bytes a file has; none has a 0 among them.
size_t setia_count(const struct setia_file *file);

#endif
