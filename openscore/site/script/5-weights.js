// The reader's weights.
const startWeights = () => null;
