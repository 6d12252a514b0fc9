-- A station enters in the transaction in which a second person confirms its file, and never
-- after: a row slipped under an old file would change what that file was.
create or replace function projects_station_enters_with_its_file() returns trigger
language plpgsql as $$
begin
    if exists (
        select 1
        from (select distinct batch_id from arrivals) arrived
        join projects_stationbatch batch on batch.id = arrived.batch_id
        where batch.decision <> 'confirmed' or batch.decided_at < transaction_timestamp()
    ) then
        raise exception 'A station enters with its file, when a second person confirms the file.'
            using errcode = '23514', table = 'projects_station',
                  constraint = 'station_enters_with_its_file';
    end if;
    return null;
end $$;

create or replace trigger station_enters_with_its_file
    after insert on projects_station
    referencing new table as arrivals
    for each statement execute function projects_station_enters_with_its_file();
