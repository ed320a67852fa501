// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* filemap.c: maps or reads a file. */
#include "base/filemap.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "base/err.h"
#include "base/root.h"

int pby_filemap__open(struct pby_filemap *file, const char *path, size_t max, struct pby_err *err)
{
	PBY_AUTO_FD fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	struct stat st;
	int rc;

	*file = (struct pby_filemap){ 0 };
	if (fd < 0 || fstat(fd, &st))
		return pby_err__set(err, errno, "%s: %s", path, strerror(errno));
	if (S_ISREG(st.st_mode) && st.st_size > 0 && (uint64_t)st.st_size <= max) {
		file->map = mmap(NULL, st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
		if (file->map != MAP_FAILED) {
			file->text = pby_text__of(file->map, st.st_size);
			return 0;
		}
		file->map = NULL;
	}
	rc = pby_fd__read_all(fd, path, max, &file->buf, err);
	file->text = pby_text__of(pby_buf__text(&file->buf), file->buf.len);
	return rc;
}

void pby_filemap__close(struct pby_filemap *file)
{
	if (file->map)
		munmap(file->map, pby_text__len(&file->text));
	pby_buf__free(&file->buf);
	*file = (struct pby_filemap){ 0 };
}
