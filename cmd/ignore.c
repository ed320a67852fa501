// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* ignore.c: collects the ids of silenced rules. */
#include "cmd/ignore.h"

#include <fcntl.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/root.h"
#include "base/text.h"
#include "model/rule.h"

enum { MAX_FILE = 1 << 20, MAX_ID = 128 };

int pby_ignore__add(struct pby_ignore *ignore, const char *id, struct pby_err *err)
{
	const struct pby_rule *rule = pby_rules__find(id);
	const char **slot;

	if (!rule)
		return pby_err__set(err, EINVAL, "no rule '%s'; 'probity rules' lists them", id);
	slot = PBY_PUSH(&ignore->arena, &ignore->ids);
	if (!slot)
		return pby_err__set(err, ENOMEM, "no memory");
	*slot = rule->id;
	return 0;
}

static int add_line(struct pby_ignore *ignore, struct pby_text line, struct pby_err *err)
{
	struct pby_text before;
	char id[MAX_ID];

	if (pby_text__until(&line, '#', &before))
		line = before;
	line = pby_text__trim(line);
	if (pby_text__empty(&line))
		return 0;
	pby_text__copy(line, id, sizeof(id));
	return pby_ignore__add(ignore, id, err);
}

static int add_lines(struct pby_ignore *ignore, struct pby_text text, const char *path,
		     struct pby_err *err)
{
	struct pby_text line;

	for (int nr = 1; pby_text__line(&text, &line); nr++) {
		int rc = add_line(ignore, line, err);

		if (rc)
			return pby_err__prefix(err, rc, "%s:%d", path, nr);
	}
	return 0;
}

int pby_ignore__read(struct pby_ignore *ignore, const char *path, struct pby_err *err)
{
	const char *file = path ? path : PBY_IGNORE_FILE;
	PBY_AUTO_FD fd = open(file, O_RDONLY | O_CLOEXEC);
	PBY_AUTO_BUF text = { 0 };
	int rc;

	if (fd < 0 && !path && errno == ENOENT)
		return 0;
	if (fd < 0)
		return pby_err__set(err, errno, "%s: %s", file, strerror(errno));
	rc = pby_fd__read_all(fd, file, MAX_FILE, &text, err);
	if (rc)
		return rc;
	return add_lines(ignore, pby_text__of(pby_buf__text(&text), text.len), file, err);
}

void pby_ignore__free(struct pby_ignore *ignore)
{
	pby_arena__free(&ignore->arena);
	*ignore = (struct pby_ignore){ 0 };
}
