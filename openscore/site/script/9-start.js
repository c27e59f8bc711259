startPage();
startRanking();
startCompare();
