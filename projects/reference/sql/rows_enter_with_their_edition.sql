-- What an edition holds enters in the transaction in which a second person confirms it, and never
-- after: a row slipped under a confirmed edition would change what every figure rests on.
create or replace function projects_row_enters_with_its_edition() returns trigger
language plpgsql as $$
begin
    if exists (
        select 1
        from (select distinct edition_id from arrivals) arrived
        join projects_edition edition on edition.id = arrived.edition_id
        where edition.decision <> 'confirmed' or edition.decided_at < transaction_timestamp()
    ) then
        raise exception 'A row of % enters with its edition, when a second person confirms it.',
            tg_table_name
            using errcode = '23514', table = tg_table_name,
                  constraint = 'row_enters_with_its_edition';
    end if;
    return null;
end $$;

do $$
declare
    held text;
begin
    foreach held in array array[
        'projects_source', 'projects_factor', 'projects_fuelproperty',
        'projects_globalwarmingpotential', 'projects_conversioncoefficient',
        'projects_gridregion', 'projects_taxonomyclass'
    ] loop
        execute format(
            'create or replace trigger row_enters_with_its_edition after insert on %I'
            ' referencing new table as arrivals for each statement'
            ' execute function projects_row_enters_with_its_edition()', held);
    end loop;
end $$;
