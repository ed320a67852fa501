// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* name_device.c: devices, by their name in sysfs. */
#include "source/live/name.h"

bool pby_name__device(const struct pby_naming *n, uint64_t device)
{
	const struct pby_layout *l = &n->view->layout;
	uint64_t private;

	if (!l->device_p.there || !l->device_private_device.there || !l->device_name.there)
		return false;
	private = pby_kview__word(n->view, device, &l->device_p);
	if (!private || pby_kview__word(n->view, private, &l->device_private_device) != device)
		return false;
	pby_buf__adds(n->words, "device ");
	return pby_name__quote(n, pby_kview__word(n->view, device, &l->device_name), 255);
}
