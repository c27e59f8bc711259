startPage();
startRanking();
