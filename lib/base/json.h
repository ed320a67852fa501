// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* json.h: short forms of json-c for building results and reading them back. */
#ifndef PBY_JSON_H
#define PBY_JSON_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pby_err;

/*
 * Adders put a member into an object (or, with key NULL, append to an array).
 * They never fail visibly: json-c aborts nothing and drops the member without memory.
 * Bytes that are not UTF-8 (a comm may hold any) are written as the text \xNN.
 * The parent owns what is added. Members keep the order in which they were added.
 */
void pby_json__str(struct json_object *to, const char *key, const char *text);
void pby_json__strn(struct json_object *to, const char *key, const char *text, size_t len);
void pby_json__int(struct json_object *to, const char *key, int64_t value);
void pby_json__u64(struct json_object *to, const char *key, uint64_t value);
void pby_json__bool(struct json_object *to, const char *key, bool value);
void pby_json__double(struct json_object *to, const char *key, double value);
/* Written with so many decimals: figures have no more than were measured. Infinity and NaN become null. */
void pby_json__fixed(struct json_object *to, const char *key, double value, int decimals);
void pby_json__null(struct json_object *to, const char *key);
/* A new empty object or array inside the parent; the parent owns it. */
struct json_object *pby_json__obj(struct json_object *to, const char *key);
struct json_object *pby_json__arr(struct json_object *to, const char *key);

/* Readers are for renderers: what is missing or of another kind reads as "", 0, false, NULL. */
const char *pby_json__get_str(const struct json_object *from, const char *key);
/* Of an integer too. */
double pby_json__get_double(const struct json_object *from, const char *key);
int64_t pby_json__get_int(const struct json_object *from, const char *key);
bool pby_json__get_bool(const struct json_object *from, const char *key);
struct json_object *pby_json__get(const struct json_object *from, const char *key);
/* Array access that takes NULL for an empty array. */
size_t pby_json__len(const struct json_object *array);
struct json_object *pby_json__item(const struct json_object *array, size_t i);

/* Pretty-printed with two blanks, members in order, "/" unescaped. Caller frees with free(). */
char *pby_json__text(struct json_object *root);

#endif
