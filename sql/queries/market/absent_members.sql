SELECT absent.ticker
FROM absent_members AS absent;
