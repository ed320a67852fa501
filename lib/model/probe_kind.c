// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* probe_kind.c: names and families of the kinds of probes. */
#include <string.h>

#include "model/probes.h"

static const struct {
	const char *name;
	enum pby_probe_family family;
} rows[PBY_NR_PROBE_KINDS] = {
#define PROBE_KIND(id, name, family) [PBY_KIND_##id] = { name, PBY_FAMILY_##family },
#include "model/probe_kinds.def"
#undef PROBE_KIND
};

const char *pby_probe_kind__name(enum pby_probe_kind kind)
{
	return rows[kind].name;
}

enum pby_probe_kind pby_probe_kind__parse(const char *name)
{
	int kind = 0;

	while (kind < PBY_NR_PROBE_KINDS && strcmp(rows[kind].name, name))
		kind++;
	return (enum pby_probe_kind)kind;
}

enum pby_probe_family pby_probe_kind__family(enum pby_probe_kind kind)
{
	return rows[kind].family;
}

bool pby_probe_kind__returns(enum pby_probe_kind kind)
{
	switch (kind) {
	case PBY_KIND_KRETPROBE:
	case PBY_KIND_KRETPROBE_MULTI:
	case PBY_KIND_FEXIT:
	case PBY_KIND_FSESSION:
	case PBY_KIND_FMOD_RET:
	case PBY_KIND_URETPROBE:
	case PBY_KIND_URETPROBE_MULTI:
		return true;
	default:
		return false;
	}
}

const char *pby_probe_state__name(uint32_t bit)
{
	static const struct { uint32_t bit; const char *name; } names[] = {
		{ PBY_STATE_INT3, "int3" }, { PBY_STATE_OPTIMISED, "optimised" },
		{ PBY_STATE_FTRACE, "ftrace" }, { PBY_STATE_DISABLED, "disabled" },
		{ PBY_STATE_GONE, "gone" }, { PBY_STATE_DEFINED, "defined" },
		{ PBY_STATE_ENABLED, "enabled" },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].bit == bit)
			return names[i].name;
	return "";
}
