// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* filter.c: the table, by hand-written messages; a flood that it drops, and pings that it accepts. */
#define _GNU_SOURCE
#include "source/bench/filter.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "source/bench/filter_counters.h"
#include "source/bench/netlink.h"
#include "source/bench/probe.h"
#include "source/bench/veth.h"

enum { DISCARD_PORT = 9, BATCH = 32, NR_MESSAGES = 5, SETTLE_MS = 2 };

static const char table[] = "probity", chain[] = "input";

static void batch_edge(struct pby_nl_message *m, uint16_t type)
{
	const struct nfgenmsg body = { .res_id = htons(NFNL_SUBSYS_NFTABLES) };

	pby_nl__begin(m, type, 0, &body, sizeof(body));
	pby_nl__unanswered(m);
}

static void begin(struct pby_nl_message *m, uint16_t type, uint16_t flags)
{
	const struct nfgenmsg body = { .nfgen_family = NFPROTO_INET };

	pby_nl__begin(m, (uint16_t)(NFNL_SUBSYS_NFTABLES << 8 | type), (uint16_t)(NLM_F_CREATE | flags), &body, sizeof(body));
}

static void number(struct pby_nl_message *m, uint16_t type, uint32_t value)
{
	pby_nl__u32(m, type, htonl(value));
}

static void new_chain(struct pby_nl_message *m)
{
	size_t hook;

	begin(m, NFT_MSG_NEWCHAIN, 0);
	pby_nl__text(m, NFTA_CHAIN_TABLE, table);
	pby_nl__text(m, NFTA_CHAIN_NAME, chain);
	hook = pby_nl__open(m, NFTA_CHAIN_HOOK);
	number(m, NFTA_HOOK_HOOKNUM, NF_INET_LOCAL_IN);
	number(m, NFTA_HOOK_PRIORITY, 0);
	pby_nl__close(m, hook);
	number(m, NFTA_CHAIN_POLICY, NF_ACCEPT);
	pby_nl__text(m, NFTA_CHAIN_TYPE, "filter");
}

/* An expression of a rule; its data is what is added until both are closed. */
struct expression {
	size_t element, data;
};

static struct expression open_expression(struct pby_nl_message *m, const char *name)
{
	struct expression e = { .element = pby_nl__open(m, NFTA_LIST_ELEM) };

	pby_nl__text(m, NFTA_EXPR_NAME, name);
	e.data = pby_nl__open(m, NFTA_EXPR_DATA);
	return e;
}

static void close_expression(struct pby_nl_message *m, struct expression e)
{
	pby_nl__close(m, e.data);
	pby_nl__close(m, e.element);
}

/* meta l4proto udp drop: of the core of nf_tables since long before 5.10, so that no other module is asked for. */
static void new_rule(struct pby_nl_message *m)
{
	const uint8_t udp = IPPROTO_UDP;
	struct expression e;
	size_t all, value, verdict;

	begin(m, NFT_MSG_NEWRULE, NLM_F_APPEND);
	pby_nl__text(m, NFTA_RULE_TABLE, table);
	pby_nl__text(m, NFTA_RULE_CHAIN, chain);
	all = pby_nl__open(m, NFTA_RULE_EXPRESSIONS);
	e = open_expression(m, "meta");
	number(m, NFTA_META_KEY, NFT_META_L4PROTO);
	number(m, NFTA_META_DREG, NFT_REG_1);
	close_expression(m, e);
	e = open_expression(m, "cmp");
	number(m, NFTA_CMP_SREG, NFT_REG_1);
	number(m, NFTA_CMP_OP, NFT_CMP_EQ);
	value = pby_nl__open(m, NFTA_CMP_DATA);
	pby_nl__add(m, NFTA_DATA_VALUE, &udp, sizeof(udp));
	pby_nl__close(m, value);
	close_expression(m, e);
	e = open_expression(m, "immediate");
	number(m, NFTA_IMMEDIATE_DREG, NFT_REG_VERDICT);
	value = pby_nl__open(m, NFTA_IMMEDIATE_DATA);
	verdict = pby_nl__open(m, NFTA_DATA_VERDICT);
	number(m, NFTA_VERDICT_CODE, NF_DROP);
	pby_nl__close(m, verdict);
	pby_nl__close(m, value);
	close_expression(m, e);
	pby_nl__close(m, all);
}

static int refuse(struct pby_bench_refusal *r, const char *step, int rc)
{
	*r = (struct pby_bench_refusal){ step, -rc, NULL };
	return -1;
}

int pby_filter__install(const struct pby_veth *v, struct pby_bench_refusal *refusal)
{
	struct pby_nl_message m[NR_MESSAGES];
	int fd = pby_veth__far_socket(v, pby_nl__socket, NETLINK_NETFILTER), rc;

	if (fd < 0)
		return refuse(refusal, "speak to the filter of the far namespace", fd);
	batch_edge(&m[0], NFNL_MSG_BATCH_BEGIN);
	begin(&m[1], NFT_MSG_NEWTABLE, 0);
	pby_nl__text(&m[1], NFTA_TABLE_NAME, table);
	new_chain(&m[2]);
	new_rule(&m[3]);
	batch_edge(&m[4], NFNL_MSG_BATCH_END);
	rc = pby_nl__send_all(fd, m, NR_MESSAGES);
	close(fd);
	return rc ? refuse(refusal, "make a table of nftables", rc) : 0;
}

void pby_filter__live(void *arg)
{
	(void)arg;
	for (;;)
		pause();
}

/* The kernel queues them for as long as it does not know the far address: that takes no time worth naming. */
static int flood(int fd, double run_ns, double *took_ns)
{
	struct mmsghdr messages[BATCH];
	char payload[18] = { 0 };
	struct iovec iov = { payload, sizeof(payload) };
	double start = pby_clock__ns();

	memset(messages, 0, sizeof(messages));
	for (int i = 0; i < BATCH; i++) {
		messages[i].msg_hdr.msg_iov = &iov;
		messages[i].msg_hdr.msg_iovlen = 1;
	}
	do {
		if (sendmmsg(fd, messages, BATCH, 0) < 0 && errno != ENOBUFS && errno != EAGAIN)
			return -errno;
		*took_ns = pby_clock__ns() - start;
	} while (*took_ns < run_ns);
	return 0;
}

int pby_filter__flood(const struct pby_veth *v, uint32_t cpu, double run_ns, struct pby_filter_run *run)
{
	const struct sockaddr_in far = { .sin_family = AF_INET, .sin_port = htons(DISCARD_PORT),
					 .sin_addr.s_addr = htonl(PBY_VETH_FAR) };
	const struct timespec settle = { 0, SETTLE_MS * 1000000 };
	struct pby_filter_ticks begin_ticks, end_ticks;
	uint64_t before, after;
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), rc;

	if (fd < 0)
		return -errno;
	/* What a flood before left in the queue belongs to that one. */
	nanosleep(&settle, NULL);
	rc = connect(fd, (const void *)&far, sizeof(far)) ? -errno : 0;
	if (!rc)
		rc = pby_filter__dropped(v->far, &before);
	if (!rc)
		rc = pby_filter__ticks(cpu, &begin_ticks);
	if (!rc)
		rc = flood(fd, run_ns, &run->took_ns);
	close(fd);
	if (!rc)
		rc = pby_filter__dropped(v->far, &after);
	if (!rc)
		rc = pby_filter__ticks(cpu, &end_ticks);
	if (rc)
		return rc;
	run->dropped = after - before;
	run->ticks.softirq = end_ticks.softirq - begin_ticks.softirq;
	run->ticks.all = end_ticks.all - begin_ticks.all;
	return 0;
}
