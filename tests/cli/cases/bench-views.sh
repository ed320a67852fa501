# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# bench: saved results as text, CSV, charts and side by side.
data=tests/cli/data/bench
for one in hooks-a hooks-tcg scale-a loss; do
	echo "$ probity show $one.json"
	"$PROBITY" show $data/$one.json; echo "exit $?"
done
for pair in "hooks-a hooks-b" "hooks-a hooks-tcg" "scale-a scale-b" "loss loss"; do
	echo "$ probity bench --compare $pair"
	# shellcheck disable=SC2086
	set -- $pair
	"$PROBITY" bench --compare $data/$1.json $data/$2.json; echo "exit $?"
done
"$PROBITY" bench --compare $data/hooks-a.json $data/scale-a.json; echo "exit $?"
"$PROBITY" bench --compare $data/hooks-a.json; echo "exit $?"
"$PROBITY" bench --compare $data/hooks-a.json /nonexistent; echo "exit $?"
"$PROBITY" bench --compare --csv $data/hooks-a.json $data/hooks-b.json; echo "exit $?"
"$PROBITY" show --html "$tmp/page.html" $data/scale-a.json >"$tmp/text"; echo "exit $?"
echo "charts: $(grep -c '<svg' "$tmp/page.html"), curves: $(grep -c '<polyline' "$tmp/page.html")"
grep -o 'function return: [a-z ,]*' "$tmp/page.html"
