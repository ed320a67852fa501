// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* dispatch.c: gives symbols their roles (dispatch.def) and reads chains by them. */
#include "model/cost/dispatch.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const struct row {
	const char *names;
	enum pby_dispatch_role role;
	enum pby_probe_family family;
} rows[] = {
#define DISPATCH(names, role, family) { names, PBY_DISPATCH_##role, PBY_FAMILY_##family },
#include "model/cost/dispatch.def"
#undef DISPATCH
};

enum { NR_ROWS = sizeof(rows) / sizeof(rows[0]), TAG_DIGITS = 16 };

static const struct row *row_of(const struct pby_dispatch *d, const struct pby_symbol *s)
{
	uint8_t n = s ? d->roles[s - d->addresses.syms->items] : 0;

	return n ? &rows[n - 1] : NULL;
}

static enum pby_dispatch_role role_of(const struct pby_dispatch *d, const struct pby_symbol *s)
{
	const struct row *row = row_of(d, s);

	return row ? row->role : PBY_DISPATCH_NONE;
}

static bool is_handler(enum pby_dispatch_role role)
{
	return role == PBY_DISPATCH_HANDLER || role == PBY_DISPATCH_RETURN;
}

static bool is_trap(enum pby_dispatch_role role)
{
	return role == PBY_DISPATCH_TRAP || role == PBY_DISPATCH_STEP;
}

static bool all_digits(struct pby_text t, int (*is)(int))
{
	if (pby_text__empty(&t))
		return false;
	for (; t.p < t.end; t.p++)
		if (!is((unsigned char)*t.p))
			return false;
	return true;
}

/* What stands for the last character of a pattern with one. */
static bool rest_matches(char kind, struct pby_text rest, bool generated)
{
	if (kind == '*')
		return true;
	if (!generated)
		return false;
	if (kind == '#')
		return all_digits(rest, isdigit);
	return pby_text__len(&rest) >= TAG_DIGITS && all_digits(pby_text__of(rest.p, TAG_DIGITS), isxdigit);
}

static void give(struct pby_dispatch *d, const struct pby_symbol *s, uint8_t row)
{
	uint8_t *role = &d->roles[s - d->addresses.syms->items];

	if (!*role)
		*role = row;
}

static void give_pattern(struct pby_dispatch *d, struct pby_text stem, char kind, uint8_t row)
{
	const struct pby_symbols *syms = d->addresses.syms;
	size_t n = pby_text__len(&stem);

	for (uint32_t i = 0; i < syms->nr; i++) {
		const struct pby_symbol *s = &syms->items[i];

		if (s->len > n && !memcmp(s->text, stem.p, n) &&
		    rest_matches(kind, pby_text__of(s->text + n, s->len - n), s->module))
			give(d, s, row);
	}
}

static void give_name(struct pby_dispatch *d, struct pby_text name, uint8_t row)
{
	const struct pby_symbol *s;
	uint32_t pos = 0;
	char text[64];

	pby_text__copy(name, text, sizeof(text));
	while ((s = pby_symbols__each_base(d->addresses.syms, text, &pos)))
		give(d, s, row);
}

static void give_row(struct pby_dispatch *d, uint8_t n)
{
	struct pby_text names = pby_text__str(rows[n].names), name;

	while (!pby_text__empty(&names)) {
		if (!pby_text__until(&names, '|', &name)) {
			name = names;
			names.p = names.end;
		}
		if (strchr("*%#", name.end[-1]))
			give_pattern(d, pby_text__of(name.p, pby_text__len(&name) - 1), name.end[-1], n + 1);
		else
			give_name(d, name, n + 1);
	}
}

static bool has_tag(const struct pby_symbol *s, const struct pby_program *p)
{
	char tag[TAG_DIGITS + 1];

	for (int i = 0; i < TAG_DIGITS / 2; i++)
		for (int half = 0; half < 2; half++)
			tag[2 * i + half] = "0123456789abcdef"[p->tag[i] >> (half ? 0 : 4) & 15];
	return !memcmp(s->text + sizeof("bpf_prog_") - 1, tag, TAG_DIGITS);
}

/*
 * Which program is this symbol? By the address that the program tells; else by its tag, when no other has it:
 * copies of one program look alike.
 */
static uint32_t program_of(const struct pby_symbol *s, const struct pby_probes *probes)
{
	uint32_t found = PBY_NO_PROGRAM, nr = 0;

	for (uint32_t i = 0; i < probes->programs.nr; i++) {
		const struct pby_program *p = &probes->programs.items[i];

		if (s->addr && p->jited_at == s->addr)
			return i;
		if (!p->jited_at && has_tag(s, p)) {
			found = i;
			nr++;
		}
	}
	return nr == 1 ? found : PBY_NO_PROGRAM;
}

static bool is_program(const struct pby_symbol *s)
{
	struct pby_text name = pby_symbol__name(s);

	return s->module && pby_text__eat(&name, "bpf_prog_") && rest_matches('%', name, true);
}

bool pby_dispatch__build(struct pby_dispatch *d, const struct pby_symbols *syms,
			 const struct pby_probes *probes)
{
	*d = (struct pby_dispatch){ .probes = probes };
	d->roles = calloc(syms->nr + 1, sizeof(*d->roles));
	d->programs = malloc((syms->nr + 1) * sizeof(*d->programs));
	if (!d->roles || !d->programs || !pby_addresses__build(&d->addresses, syms))
		return false;
	d->has_addresses = d->addresses.nr > 0;
	_Static_assert(NR_ROWS < UINT8_MAX, "a row is a byte");
	for (uint8_t n = 0; n < NR_ROWS; n++)
		give_row(d, n);
	for (uint32_t i = 0; i < syms->nr; i++)
		d->programs[i] = is_program(&syms->items[i]) ? program_of(&syms->items[i], probes)
							     : PBY_NO_PROGRAM;
	return true;
}

void pby_dispatch__free(struct pby_dispatch *d)
{
	free(d->roles);
	free(d->programs);
	pby_addresses__free(&d->addresses);
	*d = (struct pby_dispatch){ 0 };
}

enum { DEPTH = 128 };

/* The part of a chain that one context ran: up to the interrupt that began it. */
struct segment {
	const struct pby_symbol *at[DEPTH];
	uint32_t nr;
	bool edge;	/* an interrupt ends it */
};

/*
 * The function that an address lies in. Generated code is scattered: what lies far behind a piece of it is another
 * piece, which the table did not have yet.
 */
static const struct pby_symbol *function_at(const struct pby_dispatch *d, uint64_t ip)
{
	enum { PAGE = 4096, LONGEST_PROGRAM = 1 << 20 };
	uint64_t offset, limit = UINT64_MAX;
	const struct pby_symbol *s = pby_addresses__find(&d->addresses, ip, &offset);
	uint32_t prog = s ? d->programs[s - d->addresses.syms->items] : PBY_NO_PROGRAM;

	if (!s || !s->module || role_of(d, s) == PBY_DISPATCH_NONE)
		return s;
	if (prog != PBY_NO_PROGRAM && d->probes->programs.items[prog].jited_len)
		limit = d->probes->programs.items[prog].jited_len;
	else
		limit = is_program(s) ? LONGEST_PROGRAM : PAGE;
	return offset < limit ? s : NULL;
}

static void cut(const struct pby_dispatch *d, const struct pby_cost_sample *sample, struct segment *seg)
{
	seg->nr = 0;
	seg->edge = false;
	for (uint32_t i = 0; i < sample->nr_chain && i < DEPTH; i++) {
		/* A return address may be the first byte behind its function. */
		uint64_t ip = sample->chain[i] - (i > 0);

		seg->at[i] = function_at(d, ip);
		if (role_of(d, seg->at[i]) == PBY_DISPATCH_EDGE) {
			seg->edge = true;
			return;
		}
		seg->nr = i + 1;
	}
}

/* From the outside in: the family of the first frame that tells one. */
static enum pby_probe_family family_of(const struct pby_dispatch *d, const struct segment *seg, uint32_t outer)
{
	for (uint32_t i = outer + 1; i-- > 0;) {
		const struct row *row = row_of(d, seg->at[i]);

		if (row && !is_trap(row->role) && row->family != PBY_FAMILY_OTHER)
			return row->family;
	}
	return PBY_FAMILY_OTHER;
}

static void find_program(const struct pby_dispatch *d, const struct segment *seg, uint32_t outer,
			 struct pby_dispatch_reading *r)
{
	for (uint32_t i = outer + 1; i-- > 0;) {
		const struct pby_symbol *s = seg->at[i];

		if (!s || !is_program(s))
			continue;
		r->body = true;
		r->prog = d->programs[s - d->addresses.syms->items];
		if (r->prog != PBY_NO_PROGRAM)
			return;
	}
}

static bool goes_on(enum pby_dispatch_role role)
{
	return role == PBY_DISPATCH_GATE || is_trap(role);
}

/* Is user mode all that is further out? */
static bool only_doors(const struct pby_dispatch *d, const struct segment *seg, uint32_t from)
{
	for (uint32_t i = from; i < seg->nr; i++) {
		enum pby_dispatch_role role = role_of(d, seg->at[i]);

		if (role != PBY_DISPATCH_DOOR && !is_trap(role))
			return false;
	}
	return true;
}

struct pby_dispatch_reading pby_dispatch__read(const struct pby_dispatch *d,
					       const struct pby_cost_sample *sample)
{
	struct pby_dispatch_reading r = { .family = PBY_FAMILY_OTHER, .prog = PBY_NO_PROGRAM };
	uint32_t outer = 0, trap = 0, doors = 0;
	struct segment seg;

	cut(d, sample, &seg);
	for (uint32_t i = 0; i < seg.nr; i++) {
		enum pby_dispatch_role role = role_of(d, seg.at[i]);

		if (is_handler(role) || (role == PBY_DISPATCH_GATE && !i)) {
			r.probe = true;
			r.returns |= role == PBY_DISPATCH_RETURN;
			outer = i;
		}
		if (is_trap(role)) {
			r.trap = true;
			r.stepped |= role == PBY_DISPATCH_STEP;
			trap = i;
		}
		doors += role == PBY_DISPATCH_DOOR || is_trap(role);
	}
	r.door = seg.nr && doors == seg.nr && !seg.edge && sample->user_ip;
	r.stepped &= r.door;
	if (!r.probe && !r.trap)
		return r;
	if (!r.probe)
		outer = trap;
	while (outer + 1 < seg.nr && goes_on(role_of(d, seg.at[outer + 1])))
		outer++;
	r.at = outer + 1 < seg.nr ? seg.at[outer + 1] : NULL;
	r.from_user = !seg.edge && sample->user_ip && only_doors(d, &seg, outer + 1);
	if (r.from_user)
		r.at = NULL;
	r.family = family_of(d, &seg, outer);
	if (r.family == PBY_FAMILY_OTHER && r.trap)
		r.family = r.from_user ? PBY_FAMILY_UPROBE : PBY_FAMILY_KPROBE;
	find_program(d, &seg, outer, &r);
	return r;
}
