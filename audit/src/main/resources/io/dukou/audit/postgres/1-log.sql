-- A log as the files of io.dukou.audit.LogStorage, in the tables of one schema.
--
-- A published migration is never changed: its checksum is kept beside its number.

-- Who may write. The token grows with every holder, and every write names it: whoever has an older
-- one is refused, however long it slept. Times are those of this database's clock alone.
CREATE TABLE lease (
  single boolean PRIMARY KEY DEFAULT true CHECK (single),
  token bigint NOT NULL,
  holder text NOT NULL,
  expires timestamptz NOT NULL
) WITH (fillfactor = 10);

INSERT INTO lease (token, holder, expires) VALUES (0, '', '-infinity');

-- Files and directories; a root itself is the empty directory and has no row.
CREATE TABLE node (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  root text COLLATE "C" NOT NULL,
  directory text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  folder boolean NOT NULL,
  UNIQUE (root, directory, name)
);

-- What was written, a row for each write: appending is one INSERT, however long the file is.
-- Extents of a file never overlap; what lies between two of them is zeros.
CREATE TABLE extent (
  file bigint NOT NULL,
  position bigint NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (file, position)
);

-- Hashes and ciphertext do not compress, and a part of a value is read without the rest.
ALTER TABLE extent ALTER COLUMN content SET STORAGE EXTERNAL;

-- Takes the lease if it is free or has run out; granted is null where it is neither.
CREATE FUNCTION acquire(
  claimant text, milliseconds bigint,
  OUT granted bigint, OUT held_by text, OUT held_until timestamptz
) LANGUAGE plpgsql AS $$
BEGIN
  UPDATE lease
    SET token = token + 1, holder = claimant,
      expires = clock_timestamp() + milliseconds * interval '1 millisecond'
    WHERE expires <= clock_timestamp()
    RETURNING token INTO granted;
  SELECT holder, expires INTO held_by, held_until FROM lease;
END $$;

-- Holds the lease row until the transaction ends, so that nobody takes it over meanwhile, and
-- refuses whoever does not hold the lease or whose commit would not be durable.
CREATE FUNCTION fence(own_token bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  held lease;
BEGIN
  SELECT * INTO STRICT held FROM lease FOR UPDATE;
  IF held.token <> own_token THEN
    RAISE EXCEPTION 'the lease was taken over by %', held.holder USING ERRCODE = 'DK001';
  END IF;
  IF held.expires <= clock_timestamp() THEN
    RAISE EXCEPTION 'the lease ran out before it was renewed' USING ERRCODE = 'DK001';
  END IF;
  IF current_setting('synchronous_commit') = 'off' OR current_setting('fsync') = 'off'
      OR current_setting('full_page_writes') = 'off' THEN
    RAISE EXCEPTION 'synchronous_commit, fsync or full_page_writes was turned off'
      USING ERRCODE = 'DK002';
  END IF;
END $$;

-- Holds the lease for so long from now on.
CREATE FUNCTION renew(own_token bigint, milliseconds bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM fence(own_token);
  UPDATE lease SET expires = clock_timestamp() + milliseconds * interval '1 millisecond';
END $$;

-- Gives the lease back; does nothing if somebody else has it.
CREATE FUNCTION release(own_token bigint) RETURNS void LANGUAGE sql AS $$
  UPDATE lease SET holder = '', expires = '-infinity' WHERE token = own_token;
$$;

-- Returns the number of a file, which must exist.
CREATE FUNCTION file_of(of_root text, of_directory text, of_name text) RETURNS bigint
  LANGUAGE plpgsql AS $$
DECLARE
  found_id bigint;
BEGIN
  SELECT id INTO found_id FROM node
    WHERE root = of_root AND directory = of_directory AND name = of_name AND NOT folder;
  IF found_id IS NULL THEN
    RAISE EXCEPTION 'no file %/%/%', of_root, of_directory, of_name USING ERRCODE = 'DK003';
  END IF;
  RETURN found_id;
END $$;

-- Puts a file or directory into a directory, which must exist; does nothing if it is there.
CREATE FUNCTION make(of_root text, of_directory text, of_name text, as_folder boolean)
  RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  slash integer := length(of_directory) - strpos(reverse(of_directory), '/');
  is_folder boolean;
BEGIN
  IF of_directory <> '' AND NOT EXISTS (
    SELECT FROM node WHERE root = of_root AND folder
      AND directory = CASE WHEN strpos(of_directory, '/') = 0 THEN ''
        ELSE left(of_directory, slash) END
      AND name = CASE WHEN strpos(of_directory, '/') = 0 THEN of_directory
        ELSE substr(of_directory, slash + 2) END
  ) THEN
    RAISE EXCEPTION 'no directory %/%', of_root, of_directory USING ERRCODE = 'DK003';
  END IF;
  INSERT INTO node (root, directory, name, folder)
    VALUES (of_root, of_directory, of_name, as_folder) ON CONFLICT DO NOTHING;
  SELECT folder INTO STRICT is_folder FROM node
    WHERE root = of_root AND directory = of_directory AND name = of_name;
  IF is_folder <> as_folder THEN
    RAISE EXCEPTION '%/%/% is a file where a directory belongs, or a directory for a file',
      of_root, of_directory, of_name USING ERRCODE = 'DK003';
  END IF;
END $$;

-- Removes a file, or a directory that is empty.
CREATE FUNCTION remove(of_root text, of_directory text, of_name text) RETURNS void
  LANGUAGE plpgsql AS $$
DECLARE
  gone node;
BEGIN
  DELETE FROM node WHERE root = of_root AND directory = of_directory AND name = of_name
    RETURNING * INTO gone;
  IF gone.id IS NULL THEN
    RAISE EXCEPTION 'no file %/%/%', of_root, of_directory, of_name USING ERRCODE = 'DK003';
  END IF;
  IF gone.folder AND EXISTS (
    SELECT FROM node WHERE root = of_root
      AND directory = concat_ws('/', nullif(of_directory, ''), of_name)
  ) THEN
    RAISE EXCEPTION 'directory %/%/% is not empty', of_root, of_directory, of_name
      USING ERRCODE = 'DK003';
  END IF;
  DELETE FROM extent WHERE file = gone.id;
END $$;

-- Gives a file another name in its directory, in place of a file that has it.
CREATE FUNCTION rename(of_root text, of_directory text, of_name text, new_name text)
  RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  moved bigint := file_of(of_root, of_directory, of_name);
BEGIN
  IF EXISTS (
    SELECT FROM node WHERE root = of_root AND directory = of_directory AND name = new_name
  ) THEN
    PERFORM remove(of_root, of_directory, new_name);
  END IF;
  UPDATE node SET name = new_name WHERE id = moved;
END $$;

-- Returns the size of a file, which is where its last extent ends.
CREATE FUNCTION size_of(of_file bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT position + octet_length(content) FROM extent WHERE file = of_file
    ORDER BY position DESC LIMIT 1), 0);
$$;

-- Forgets what a file has from a position on.
CREATE FUNCTION cut(of_file bigint, at bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  stop bigint := least(at, size_of(of_file));
  left_over bigint;
BEGIN
  DELETE FROM extent WHERE file = of_file AND position >= at;
  UPDATE extent SET content = substring(content FROM 1 FOR (at - position)::integer)
    WHERE file = of_file AND position + octet_length(content) > at
      AND position = (SELECT max(position) FROM extent WHERE file = of_file);
  left_over := size_of(of_file);
  IF left_over < stop THEN
    -- The cut lies between two extents, in zeros that no row holds.
    INSERT INTO extent VALUES
      (of_file, left_over, decode(repeat('00', (stop - left_over)::integer), 'hex'));
  END IF;
END $$;

-- Writes bytes at a position, over what is there.
CREATE FUNCTION put(of_file bigint, at bigint, bytes bytea) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  stop bigint := at + octet_length(bytes);
  last extent;
BEGIN
  IF size_of(of_file) > at THEN
    -- The extent that reaches behind the new one keeps its end,
    SELECT * INTO last FROM extent WHERE file = of_file AND position < stop
      ORDER BY position DESC LIMIT 1;
    IF last.position + octet_length(last.content) > stop THEN
      INSERT INTO extent VALUES
        (of_file, stop, substring(last.content FROM (stop - last.position)::integer + 1));
    END IF;
    -- those within it go, and the one that reaches into it keeps its beginning.
    DELETE FROM extent WHERE file = of_file AND position >= at AND position < stop;
    SELECT * INTO last FROM extent WHERE file = of_file AND position < at
      ORDER BY position DESC LIMIT 1;
    UPDATE extent SET content = substring(content FROM 1 FOR (at - position)::integer)
      WHERE file = of_file AND position = last.position
        AND position + octet_length(content) > at;
  END IF;
  INSERT INTO extent VALUES (of_file, at, bytes);
END $$;

-- Does operations in their order, all or none of them, if the caller holds the lease. Called as a
-- transaction of its own: that the call returns says that all of it is durable.
CREATE FUNCTION apply(
  own_token bigint, actions text[], roots text[], directories text[], names text[],
  new_names text[], positions bigint[], contents bytea[]
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  o record;
BEGIN
  PERFORM fence(own_token);
  FOR o IN
    SELECT * FROM unnest(actions, roots, directories, names, new_names, positions, contents)
      WITH ORDINALITY AS t(action, root, directory, name, new_name, at, bytes, number)
      ORDER BY number
  LOOP
    CASE o.action
      WHEN 'write' THEN PERFORM put(file_of(o.root, o.directory, o.name), o.at, o.bytes);
      WHEN 'create' THEN PERFORM make(o.root, o.directory, o.name, false);
      WHEN 'truncate' THEN PERFORM cut(file_of(o.root, o.directory, o.name), o.at);
      WHEN 'rename' THEN PERFORM rename(o.root, o.directory, o.name, o.new_name);
      WHEN 'delete' THEN PERFORM remove(o.root, o.directory, o.name);
      WHEN 'mkdir' THEN PERFORM make(o.root, o.directory, o.name, true);
    END CASE;
  END LOOP;
END $$;
