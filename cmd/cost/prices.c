// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* prices.c: finds and reads the price list. */
#include "cmd/cost/prices.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/root.h"
#include "cmd/state_folder.h"
#include "source/bench/machine.h"

enum { MAX_FILE = 16 << 20 };

static int read_list(struct pby_cost_prices *p, const char *path, struct pby_err *err)
{
	PBY_AUTO_FD fd = open(path, O_RDONLY | O_CLOEXEC);
	PBY_AUTO_BUF text = { 0 };
	int rc;

	if (fd < 0)
		return pby_err__set(err, errno, "%s: %s", path, strerror(errno));
	rc = pby_fd__read_all(fd, path, MAX_FILE, &text, err);
	return rc ? rc : pby_calibration__parse(&p->list, pby_buf__text(&text), text.len, path, err);
}

/* Prices of another kernel or CPU are of no use; the user may insist by naming the file. */
static int read_default(struct pby_cost_prices *p, struct pby_err *err)
{
	struct pby_arena arena = { 0 };
	char folder[4096];
	int rc = pby_state_folder(folder, sizeof(folder), err);

	if (!rc)
		rc = read_list(p, pby_arena__printf(&arena, "%s/%s", folder,
						    pby_calibration__file_name(&arena, p->machine.release,
									       p->machine.cpu_model)), err);
	pby_arena__free(&arena);
	return rc;
}

int pby_cost_prices__read(struct pby_cost_prices *p, const char *path, struct pby_err *err)
{
	struct pby_err first = { "" };
	int rc;

	*p = (struct pby_cost_prices){ 0 };
	pby_source__bench_machine(&p->machine);
	rc = path ? read_list(p, path, err) : read_default(p, &first);
	if (rc && path) {
		pby_calibration__free(&p->list);
		return rc;
	}
	if (rc) {
		pby_calibration__free(&p->list);
		p->why = rc == -ENOENT ? "none for this kernel and CPU: probity bench hooks --save makes one (it loads the machine)"
				       : pby_arena__strdup(&p->list.arena, first.text);
		return 0;
	}
	p->name = pby_arena__printf(&p->list.arena, "%s, %s, of %s", p->list.release, p->list.cpu_model, p->list.measured);
	p->why = p->list.rows.nr ? NULL : "the price list is empty";
	return 0;
}

void pby_cost_prices__free(struct pby_cost_prices *p)
{
	pby_calibration__free(&p->list);
}
