// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* ikconfig.c: finds the gzip'ed configuration inside a kernel. */
#include "source/image/ikconfig.h"

#include <string.h>

#include "base/buf.h"
#include "base/unpack.h"

enum { MAX_CONFIG = 8 << 20 };

bool pby_ikconfig__find(struct pby_text image, struct pby_buf *config)
{
	static const char start[] = "IKCFG_ST", end[] = "IKCFG_ED";
	const char *p, *q;

	while ((p = pby_text__find(image, start))) {
		struct pby_text packed;

		image.p = p + strlen(start);
		q = pby_text__find(image, end);
		if (!q)
			return false;
		packed = pby_text__of(image.p, q - image.p);
		if (pby_unpack__format(packed) && !pby_unpack__all(packed, MAX_CONFIG, config, NULL) &&
		    pby_text__find(pby_text__of(config->data, config->len), "CONFIG_"))
			return true;
	}
	return false;
}
