// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* json.c: json-c in few words. */
#include "base/json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

static void put(struct json_object *to, const char *key, struct json_object *value)
{
	if (key)
		json_object_object_add(to, key, value);
	else
		json_object_array_add(to, value);
}

void pby_json__strn(struct json_object *to, const char *key, const char *text, size_t len)
{
	PBY_AUTO_BUF clean = { 0 };

	for (size_t i = 0; i < len;) {
		size_t n = pby_utf8__len(text + i, len - i);

		if (n)
			pby_buf__add(&clean, text + i, n);
		else
			pby_buf__addf(&clean, "\\x%02x", (unsigned char)text[i]);
		i += n ? n : 1;
	}
	put(to, key, json_object_new_string_len(pby_buf__text(&clean), (int)clean.len));
}

void pby_json__str(struct json_object *to, const char *key, const char *text)
{
	pby_json__strn(to, key, text ? text : "", text ? strlen(text) : 0);
}

void pby_json__int(struct json_object *to, const char *key, int64_t value)
{
	put(to, key, json_object_new_int64(value));
}

void pby_json__u64(struct json_object *to, const char *key, uint64_t value)
{
	put(to, key, json_object_new_uint64(value));
}

void pby_json__bool(struct json_object *to, const char *key, bool value)
{
	put(to, key, json_object_new_boolean(value));
}

void pby_json__double(struct json_object *to, const char *key, double value)
{
	put(to, key, json_object_new_double(value));
}

void pby_json__fixed(struct json_object *to, const char *key, double value, int decimals)
{
	char text[64];

	if (!isfinite(value) || fabs(value) > 1e18) {
		pby_json__null(to, key);
		return;
	}
	snprintf(text, sizeof(text), "%.*f", decimals, value);
	put(to, key, json_object_new_double_s(strtod(text, NULL), text));
}

void pby_json__null(struct json_object *to, const char *key)
{
	put(to, key, NULL);
}

struct json_object *pby_json__obj(struct json_object *to, const char *key)
{
	struct json_object *o = json_object_new_object();

	put(to, key, o);
	return o;
}

struct json_object *pby_json__arr(struct json_object *to, const char *key)
{
	struct json_object *o = json_object_new_array();

	put(to, key, o);
	return o;
}

struct json_object *pby_json__get(const struct json_object *from, const char *key)
{
	struct json_object *o = NULL;

	if (!json_object_is_type(from, json_type_object))
		return NULL;
	json_object_object_get_ex(from, key, &o);
	return o;
}

const char *pby_json__get_str(const struct json_object *from, const char *key)
{
	struct json_object *o = pby_json__get(from, key);

	return json_object_is_type(o, json_type_string) ? json_object_get_string(o) : "";
}

double pby_json__get_double(const struct json_object *from, const char *key)
{
	return json_object_get_double(pby_json__get(from, key));
}

int64_t pby_json__get_int(const struct json_object *from, const char *key)
{
	return json_object_get_int64(pby_json__get(from, key));
}

bool pby_json__get_bool(const struct json_object *from, const char *key)
{
	return json_object_get_boolean(pby_json__get(from, key));
}

size_t pby_json__len(const struct json_object *array)
{
	return json_object_is_type(array, json_type_array) ? json_object_array_length(array) : 0;
}

struct json_object *pby_json__item(const struct json_object *array, size_t i)
{
	return i < pby_json__len(array) ? json_object_array_get_idx(array, i) : NULL;
}

char *pby_json__text(struct json_object *root)
{
	return strdup(json_object_to_json_string_ext(root, JSON_C_TO_STRING_PRETTY |
						     JSON_C_TO_STRING_SPACED |
						     JSON_C_TO_STRING_NOSLASHESCAPE));
}
