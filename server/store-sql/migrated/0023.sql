-- What migration 0023 added to the rows that 0022 left.

UPDATE device SET replaces = '26fb26e8611b104a9c92f76c60b75c84' WHERE id = '0addf7ed00d4e45008cc8fe437a173f4';
