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

/** Return one bound of the mean of terms {weight, low, high, optional}; optional ones count where they move it outwards. */
const bound = (terms, end) => {
  const pair = (term) => [term.weight, term[end]], isLow = end === "low";
  const counted = terms.filter((term) => !term.optional).map(pair);
  const spare = terms.filter((term) => term.optional).map(pair).sort((a, b) => (isLow ? 1 : -1) * (a[1] - b[1] || a[0] - b[0]));
  for (const one of spare) {
    if (counted.length) {
      const middle = mean(counted);
      if (isLow ? one[1] >= middle : one[1] <= middle) break;
    }
    counted.push(one);
  }
  return mean(counted);
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
