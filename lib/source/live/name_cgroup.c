// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* name_cgroup.c: cgroups, by the name of their folder. */
#include "source/live/name.h"

bool pby_name__cgroup(const struct pby_naming *n, uint64_t cgroup)
{
	const struct pby_layout *l = &n->view->layout;
	uint64_t kn;

	if (!l->cgroup_self.there || !l->cgroup_kn.there || !l->kernfs_priv.there ||
	    pby_kview__word(n->view, cgroup, &l->cgroup_self) != cgroup)
		return false;
	kn = pby_kview__word(n->view, cgroup, &l->cgroup_kn);
	if (!kn || pby_kview__word(n->view, kn, &l->kernfs_priv) != cgroup)
		return false;
	pby_buf__adds(n->words, "cgroup ");
	if (!pby_name__quote(n, pby_kview__word(n->view, kn, &l->kernfs_name), 255))
		pby_buf__adds(n->words, "/");
	return true;
}
