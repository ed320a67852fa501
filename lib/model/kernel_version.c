// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kernel_version.c: what a kernel's own words say it is: version and machine, the last resort of rules. */
#include <string.h>

#include "model/kernel.h"

/* "6.1.0-56-cloud-amd64" or "Debian 6.1.192-1": takes what stands at the cursor. */
static bool take_version(struct pby_text t, struct pby_version *v)
{
	uint64_t major, minor, patch = 0;

	if (!pby_text__u64(&t, &major) || !pby_text__eat(&t, ".") || !pby_text__u64(&t, &minor))
		return false;
	if (pby_text__eat(&t, ".") && !pby_text__u64(&t, &patch))
		return false;
	*v = (struct pby_version){ (uint32_t)major, (uint32_t)minor, (uint32_t)patch, true, false };
	return true;
}

/* "5.14.0-427.el9.x86_64": thousands of changes from later releases under an old number. */
static bool is_mixed(const char *release)
{
	const char *el = strstr(release, ".el");

	return el && el[3] >= '0' && el[3] <= '9';
}

struct pby_fact pby_kernel__version(struct pby_kernel *k, struct pby_version *version)
{
	struct pby_text build = pby_text__str(k->version ? k->version : "");
	const char *debian = pby_text__find(build, "Debian ");
	struct pby_fact f = { PBY_YES, PBY_INFERRED, "", "release" };

	/* Debian's release says 6.1.0-56; the stable number is in the build string. */
	if (debian && take_version((struct pby_text){ debian + 7, build.end }, version)) {
		f.text = pby_arena__printf(&k->arena, "version %u.%u.%u (from the build string)",
					   version->major, version->minor, version->patch);
		return f;
	}
	if (!k->release || !take_version(pby_text__str(k->release), version)) {
		*version = (struct pby_version){ 0 };
		f.value = PBY_MAYBE;
		f.text = "version: not known";
		return f;
	}
	/* "5.15.0-91-generic": distributions freeze the third number. */
	version->exact = !(version->patch == 0 && strchr(k->release, '-'));
	version->mixed = is_mixed(k->release);
	f.text = pby_arena__printf(&k->arena, "release %s", k->release);
	return f;
}

struct pby_fact pby_kernel__since(struct pby_kernel *k, uint32_t major, uint32_t minor)
{
	struct pby_version v;
	struct pby_fact f = pby_kernel__version(k, &v);

	if (f.value != PBY_YES)
		return f;
	if (v.mixed) {
		f.value = PBY_MAYBE;
		f.text = pby_arena__printf(&k->arena, "release %s: its vendor mixes releases, the number says little",
					   k->release);
		return f;
	}
	f.value = v.major > major || (v.major == major && v.minor >= minor) ? PBY_YES : PBY_NO;
	return f;
}

struct pby_fact pby_kernel__x86_64(struct pby_kernel *k)
{
	struct pby_fact f;

	if (k->machine && *k->machine)
		return (struct pby_fact){ strcmp(k->machine, "x86_64") ? PBY_NO : PBY_YES, PBY_OBSERVED,
					  pby_arena__printf(&k->arena, "machine %s", k->machine), "uname" };
	/* Every x86-64 kernel since 4.17 names its system calls so; no other machine does. */
	f = pby_kernel__function(k, "__x64_sys_read");
	return f.value == PBY_MAYBE ? pby_kernel__btf_function(k, "__x64_sys_read") : f;
}
