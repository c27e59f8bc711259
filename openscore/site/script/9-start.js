startPage();
startSections();
startRanking();
startCompare();
