// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* iptables.c: the table as the kernel's setsockopt takes it: five entries, one behind the other. */
#define _GNU_SOURCE
#include "source/bench/iptables.h"

/* Before the kernel's own headers, which then leave out what both define. */
#include <netinet/in.h>

#include <errno.h>
#include <linux/netfilter.h>
#include <linux/netfilter/x_tables.h>
#include <linux/netfilter_ipv4/ip_tables.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "source/bench/probe.h"
#include "source/bench/veth.h"

/* A verdict is kept below zero, so that it is no jump. */
#define VERDICT(v) (-(v) - 1)

/* The kernel's structs end where the next one begins, with an array of nothing: clang warns, gcc does not. */
#ifdef __clang__
#pragma clang diagnostic ignored "-Wgnu-variable-sized-type-not-at-end"
#endif

struct rule {
	struct ipt_entry entry;
	struct xt_standard_target target;
};

/* Behind the last chain: where a packet must never come. */
struct guard {
	struct ipt_entry entry;
	struct xt_error_target target;
};

struct table {
	struct ipt_replace head;
	struct rule drop_udp, input, forward, output;
	struct guard guard;
};

static struct rule rule(uint16_t protocol, int verdict)
{
	struct rule r;

	memset(&r, 0, sizeof(r));
	r.entry.ip.proto = protocol;
	r.entry.target_offset = sizeof(r.entry);
	r.entry.next_offset = sizeof(r);
	r.target.target.u.user.target_size = sizeof(r.target);
	r.target.verdict = VERDICT(verdict);
	return r;
}

static void fill(struct table *t, const struct ipt_getinfo *now)
{
	const size_t begin = offsetof(struct table, drop_udp);

	memset(t, 0, sizeof(*t));
	memcpy(t->head.name, now->name, sizeof(t->head.name));
	t->head.valid_hooks = 1 << NF_INET_LOCAL_IN | 1 << NF_INET_FORWARD | 1 << NF_INET_LOCAL_OUT;
	t->head.num_entries = 5;
	t->head.size = sizeof(*t) - begin;
	t->drop_udp = rule(IPPROTO_UDP, NF_DROP);
	t->input = t->forward = t->output = rule(0, NF_ACCEPT);
	t->head.hook_entry[NF_INET_LOCAL_IN] = 0;
	t->head.underflow[NF_INET_LOCAL_IN] = offsetof(struct table, input) - begin;
	t->head.hook_entry[NF_INET_FORWARD] = t->head.underflow[NF_INET_FORWARD] = offsetof(struct table, forward) - begin;
	t->head.hook_entry[NF_INET_LOCAL_OUT] = t->head.underflow[NF_INET_LOCAL_OUT] = offsetof(struct table, output) - begin;
	t->guard.entry.target_offset = sizeof(t->guard.entry);
	t->guard.entry.next_offset = sizeof(t->guard);
	t->guard.target.target.u.user.target_size = sizeof(t->guard.target);
	memcpy(t->guard.target.target.u.user.name, XT_ERROR_TARGET, sizeof(XT_ERROR_TARGET));
	memcpy(t->guard.target.errorname, XT_ERROR_TARGET, sizeof(XT_ERROR_TARGET));
}

/* The kernel wants room for the counters of the table that goes. */
static int replace(int fd)
{
	struct ipt_getinfo now = { .name = "filter" };
	struct xt_counters *counters;
	socklen_t size = sizeof(now);
	struct table t;
	int rc;

	if (getsockopt(fd, IPPROTO_IP, IPT_SO_GET_INFO, &now, &size))
		return -errno;
	fill(&t, &now);
	counters = calloc(now.num_entries, sizeof(*counters));
	if (!counters)
		return -ENOMEM;
	t.head.num_counters = now.num_entries;
	t.head.counters = counters;
	rc = setsockopt(fd, IPPROTO_IP, IPT_SO_SET_REPLACE, &t, sizeof(t)) ? -errno : 0;
	free(counters);
	return rc;
}

static int raw_socket(int protocol)
{
	int fd = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, protocol);

	return fd < 0 ? -errno : fd;
}

int pby_iptables__install(const struct pby_veth *v, struct pby_bench_refusal *refusal)
{
	int fd, rc;

	/* Asking for the table would load it, with a hook in every namespace. */
	if (access("/sys/module/iptable_filter", F_OK)) {
		*refusal = (struct pby_bench_refusal){ "make a table of ip_tables", 0, "the module iptable_filter is not loaded" };
		return -1;
	}
	fd = pby_veth__far_socket(v, raw_socket, IPPROTO_RAW);
	rc = fd < 0 ? fd : replace(fd);
	if (fd >= 0)
		close(fd);
	*refusal = (struct pby_bench_refusal){ "make a table of ip_tables", -rc, NULL };
	return rc ? -1 : 0;
}
