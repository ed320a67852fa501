// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* fact.c: the words for truth values and strengths. */
#include "model/fact.h"

const char *pby_tri__name(enum pby_tri value)
{
	static const char *const names[] = { "unknown", "no", "yes" };

	return names[value];
}

const char *pby_strength__name(enum pby_strength strength)
{
	static const char *const names[] = { "inferred", "probed", "observed" };

	return names[strength];
}
