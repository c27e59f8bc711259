// The arithmetic of the engine, to the last digit: sums that round once, means whose terms may fall away, rounding.

/** Return the sum of some numbers, rounded once, so that their order cannot move the last digit. */
const exactSum = (numbers) => {
  const parts = [];
  for (let number of numbers) {
    let kept = 0;
    for (let part of parts) {
      if (Math.abs(number) < Math.abs(part)) [number, part] = [part, number];
      const high = number + part, low = part - (high - number);
      if (low) parts[kept++] = low;
      number = high;
    }
    parts.length = kept;
    parts.push(number);
  }
  let place = parts.length - 1, high = place >= 0 ? parts[place] : 0, low = 0;
  while (place > 0) {
    const before = high, part = parts[--place];
    high = before + part;
    low = part - (high - before);
    if (low) break;
  }
  if (place > 0 && ((low < 0 && parts[place - 1] < 0) || (low > 0 && parts[place - 1] > 0))) {
    const twice = low * 2, sum = high + twice;
    if (twice === sum - high) high = sum;
  }
  return high;
};

/** Return the mean of [weight, value] pairs. */
const mean = (pairs) => exactSum(pairs.map(([weight, value]) => weight * value)) / exactSum(pairs.map(([weight]) => weight));

/** Return the places of the terms {weight, low, high, optional} that give one bound of their mean; optional ones count where they move it outwards. */
const countedTerms = (terms, end) => {
  const isLow = end === "low", places = [...terms.keys()], taken = places.filter((at) => !terms[at].optional);
  if (taken.length === terms.length) return taken;
  const spare = places.filter((at) => terms[at].optional).sort((a, b) => (isLow ? 1 : -1) * (terms[a][end] - terms[b][end] || terms[a].weight - terms[b].weight));
  for (const at of spare) {
    if (taken.length) {
      const middle = mean(taken.map((one) => [terms[one].weight, terms[one][end]]));
      if (isLow ? terms[at][end] >= middle : terms[at][end] <= middle) break;
    }
    taken.push(at);
  }
  return taken;
};

/** Return one bound of the mean of terms. */
const bound = (terms, end) => mean(countedTerms(terms, end).map((at) => [terms[at].weight, terms[at][end]]));

/** Return the share of each term in the low end of their mean; none of one that falls away. */
const lowShares = (terms) => {
  const taken = countedTerms(terms, "low"), sum = exactSum(taken.map((at) => terms[at].weight));
  return terms.map((term, at) => taken.includes(at) ? term.weight / sum : 0);
};

const rounded = (number, digits) => Math.floor(number * 10 ** digits + 0.5 + 1e-9) / 10 ** digits;

/** Return an interval to some decimals: the low end rounded down, the high end up; one number to the nearest. */
const outwards = (low, high, digits) => {
  const scale = 10 ** digits;
  if (high - low <= 1e-9) return [rounded(low, digits), rounded(low, digits)];
  return [Math.floor(low * scale + 1e-9) / scale, Math.ceil(high * scale - 1e-9) / scale];
};

/** Return an interval as the site states it. */
const stated = (low, high, digits) => [...new Set(outwards(low, high, digits).map((end) => end.toFixed(digits)))].join("–");

/** Return a number without a needless decimal point. */
const plain = (number) => String(Number(number.toFixed(4)));
