// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* saved.c: reads a result back that a command printed with --json. */
#include "cmd/saved.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/root.h"

enum { MAX_RESULT = 256 << 20 };

struct json_object *pby_saved__load(const char *path, struct pby_err *err)
{
	bool from_stdin = !strcmp(path, "-");
	PBY_AUTO_FD fd = from_stdin ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
	struct json_tokener *tok;
	struct json_object *o;
	PBY_AUTO_BUF text = { 0 };

	if (from_stdin)
		path = "standard input";
	if (fd < 0) {
		pby_err__set(err, errno, "%s: %s", path, strerror(errno));
		return NULL;
	}
	if (pby_fd__read_all(fd, path, MAX_RESULT, &text, err))
		return NULL;
	tok = json_tokener_new();
	o = json_tokener_parse_ex(tok, pby_buf__text(&text), (int)text.len + 1);
	if (!o)
		pby_err__set(err, EBADMSG, "%s: not JSON: byte %zu: %s", path, json_tokener_get_parse_end(tok),
			     json_tokener_error_desc(json_tokener_get_error(tok)));
	json_tokener_free(tok);
	return o;
}
