// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* fact.h: one answer about the world: yes, no or unknown, how sure, and where it was read. */
#ifndef PBY_FACT_H
#define PBY_FACT_H

/* MAYBE is 0, so that zeroed memory claims nothing. */
enum pby_tri { PBY_MAYBE, PBY_NO, PBY_YES };

/* Ordered: a conclusion is as strong as its weakest evidence. */
enum pby_strength {
	PBY_INFERRED,	/* follows from a version or a config, not looked at */
	PBY_PROBED,	/* a harmless experiment gave this answer */
	PBY_OBSERVED,	/* read in this very kernel */
};

/*
 * A fact is passed by value. text never is NULL: a phrase such as
 * "no member lock in struct kretprobe", or, for MAYBE, why it could not be
 * looked at. where names the source: "BTF", "kallsyms", "/proc/config.gz".
 * Both live as long as the model that answered.
 */
struct pby_fact {
	enum pby_tri value;
	enum pby_strength strength;
	const char *text;
	const char *where;
};

static inline int pby_fact__yes(struct pby_fact f)
{
	return f.value == PBY_YES;
}

static inline int pby_fact__no(struct pby_fact f)
{
	return f.value == PBY_NO;
}

/* The same answer where it only follows from what was read: a feature from the age of its neighbours. */
static inline struct pby_fact pby_fact__inferred(struct pby_fact f)
{
	f.strength = PBY_INFERRED;
	return f;
}

/* "yes", "no", "unknown". */
const char *pby_tri__name(enum pby_tri value);
/* "inferred", "probed", "observed". */
const char *pby_strength__name(enum pby_strength strength);

#endif
