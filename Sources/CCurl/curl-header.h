// libcurl, from Debian's libcurl4-openssl-dev.
//
// Swift cannot call functions with variable arguments: each kind of argument of curl_easy_setopt gets a name here.
#ifndef SETIA_CURL_HEADER_H
#define SETIA_CURL_HEADER_H

#include <curl/curl.h>

static inline CURLcode setia_curl_set_text(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode setia_curl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode setia_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode setia_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}

typedef size_t (*setia_curl_reader)(char *buffer, size_t size, size_t count, void *context);

static inline CURLcode setia_curl_set_reader(CURL *handle, setia_curl_reader reader) {
    return curl_easy_setopt(handle, CURLOPT_READFUNCTION, reader);
}

static inline CURLcode setia_curl_set_writer(CURL *handle, setia_curl_reader writer) {
    return curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, writer);
}

// Opens the socket of a connection to an address, or gives CURL_SOCKET_BAD.
typedef curl_socket_t (*setia_curl_opener)(void *context, curlsocktype purpose, struct curl_sockaddr *address);

static inline CURLcode setia_curl_set_opener(CURL *handle, setia_curl_opener opener, void *context) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, context);
    return code == CURLE_OK ? curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, opener) : code;
}

static inline CURLcode setia_curl_response_code(CURL *handle, long *code) {
    return curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, code);
}

// Where an answer leads elsewhere, as a whole address; it lives as long as the handle.
static inline const char *setia_curl_redirect(CURL *handle) {
    char *url = NULL;
    return curl_easy_getinfo(handle, CURLINFO_REDIRECT_URL, &url) == CURLE_OK ? url : NULL;
}

static inline CURLcode setia_curl_global_init(void) {
    return curl_global_init(CURL_GLOBAL_DEFAULT);
}

#endif
