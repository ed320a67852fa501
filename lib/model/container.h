// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * container.h: which container a cgroup belongs to, by the names that runtimes give.
 *
 *	/docker/<64 hex>						docker, cgroup v1
 *	/system.slice/docker-<64 hex>.scope				docker, cgroup v2
 *	/kubepods/burstable/pod<uid>/<64 hex>				kubernetes, cgroupfs driver
 *	/kubepods.slice/.../cri-containerd-<64 hex>.scope		containerd, systemd driver
 *	/system.slice/containerd.service/kubepods-...:cri-containerd:<64 hex>
 *	/kubepods.slice/.../crio-<64 hex>.scope				CRI-O
 *	/machine.slice/libpod-<64 hex>.scope/container			podman
 *	/lxc.payload.NAME, /lxc/NAME					lxc
 *	/machine.slice/machine-NAME.scope				systemd-nspawn
 */
#ifndef PBY_CONTAINER_H
#define PBY_CONTAINER_H

#include <stdbool.h>

#include "base/text.h"

/* Both point into the path; runtime is empty where the path does not tell it. */
struct pby_container {
	struct pby_text id;
	struct pby_text runtime;
};

/* The innermost container that the path names; false when it names none. */
bool pby_container__of(struct pby_text path, struct pby_container *container);

#endif
