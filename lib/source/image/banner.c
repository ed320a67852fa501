// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* banner.c: finds and reads a kernel's banner. */
#include "source/image/banner.h"

#include <stdint.h>
#include <string.h>

static bool is_digit(const char *p, const char *end)
{
	return p < end && *p >= '0' && *p <= '9';
}

static bool looks_like_release(struct pby_text t)
{
	uint64_t n;

	return pby_text__u64(&t, &n) && pby_text__eat(&t, ".") && pby_text__u64(&t, &n);
}

bool pby_banner__parse(struct pby_text text, struct pby_banner *banner)
{
	struct pby_text rest = text;

	*banner = (struct pby_banner){ 0 };
	if (!pby_text__word(&rest, &banner->release) || !looks_like_release(banner->release))
		return false;
	for (const char *p = rest.p; (p = pby_text__find(pby_text__of(p, rest.end - p), " #")); p++) {
		if (!is_digit(p + 2, rest.end))
			continue;
		banner->version = pby_text__trim(pby_text__of(p + 1, rest.end - p - 1));
		break;
	}
	return true;
}

/*
 * Since 6.1 the build links the kernel twice and an early banner without the build's number, "# SMP",
 * stays in the image before the right one.
 */
bool pby_banner__find(struct pby_text image, struct pby_banner *banner)
{
	static const char start[] = "Linux version ";
	enum { MAX_BANNER = 1024 };
	struct pby_text rest = image;
	struct pby_banner b;
	bool found = false;
	const char *p;

	while ((p = pby_text__find(rest, start))) {
		struct pby_text text = { p + strlen(start), image.end };
		const char *end;

		rest.p = text.p;
		if (pby_text__len(&text) > MAX_BANNER)
			text.end = text.p + MAX_BANNER;
		end = memchr(text.p, '\n', pby_text__len(&text));
		if (!end || memchr(text.p, '\0', end - text.p))
			continue;
		text.end = end;
		if (!pby_banner__parse(text, &b))
			continue;
		found = true;
		*banner = b;
		if (!pby_text__empty(&b.version))
			break;
	}
	return found;
}
