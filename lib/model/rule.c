// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* rule.c: the words for answers and severities. */
#include "model/rule.h"

#include <string.h>

static const char *const severities[] = { "info", "low", "medium", "high", "critical" };

const char *pby_answer__name(enum pby_answer answer)
{
	static const char *const names[] = { "unknown", "clear", "found", "not applicable" };

	return names[answer];
}

const char *pby_severity__name(enum pby_severity severity)
{
	return severities[severity];
}

int pby_severity__parse(const char *name)
{
	for (size_t i = 0; i < sizeof(severities) / sizeof(severities[0]); i++)
		if (!strcmp(severities[i], name))
			return (int)i;
	return -1;
}
