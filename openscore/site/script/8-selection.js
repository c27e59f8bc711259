// Models that are chosen to be compared.
const startSelection = () => null;
