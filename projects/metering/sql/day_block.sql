-- Day blocks: one row per station, day and batch, parted by the month of the day.

create table projects_dayblock (
    station_id bigint not null,
    batch_id bigint not null,
    total_wh bigint not null,
    day date not null,
    interval_minutes smallint not null,
    quality smallint not null,
    readings smallint not null,
    energy_wh integer[] not null,
    constraint a_station_has_one_block_a_day_from_a_batch primary key (station_id, day, batch_id),
    -- A day has 23 to 25 hours, and a day that brings no reading brings no block.
    constraint a_block_has_the_slots_of_a_day check (
        array_ndims(energy_wh) = 1 and array_lower(energy_wh, 1) = 1
        and interval_minutes in (15, 30, 60)
        and cardinality(energy_wh) between 23 * 60 / interval_minutes and 25 * 60 / interval_minutes
    ),
    constraint a_block_counts_its_readings check (readings between 1 and cardinality(energy_wh)),
    constraint a_block_adds_up_to_no_less_than_nothing check (total_wh >= 0),
    constraint a_block_says_how_it_was_read check (quality in (0, 1))
) partition by range (day);

comment on table projects_dayblock is
    'Readings of one station on one day as one batch gave them; a gap is NULL, never zero.';

-- Nothing is lost for want of a partition; what lies here is found and reported by verify.
create table projects_dayblock_default partition of projects_dayblock default;
create trigger kernel_1_no_truncate before truncate on projects_dayblock_default
    for each statement execute function kernel_refuse_change();

-- Makes the partition of a month; the owner's right, lent for this one purpose. False means that
-- it was there already, or that blocks of the month lie in the default partition and stay there.
create function projects_ensure_day_block_month(month date) returns boolean
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
    first_day date := date_trunc('month', month)::date;
    following date := (date_trunc('month', month) + interval '1 month')::date;
    name text := 'projects_dayblock_' || to_char(month, 'YYYY_MM');
begin
    if month not between date '1990-01-01' and date '2199-12-31' then
        raise exception 'No meter was read in the month of %.', month using errcode = '22008';
    end if;
    perform pg_advisory_xact_lock(hashtextextended('projects_dayblock', 0));
    if to_regclass('public.' || name) is not null
       or exists (select from public.projects_dayblock_default b
                  where b.day >= first_day and b.day < following) then
        return false;
    end if;
    execute format('create table public.%I (like public.projects_dayblock including defaults '
                   'including constraints)', name);
    execute format('alter table public.projects_dayblock attach partition public.%I '
                   'for values from (%L) to (%L)', name, first_day, following);
    execute format('create trigger kernel_1_no_truncate before truncate on public.%I '
                   'for each statement execute function public.kernel_refuse_change()', name);
    return true;
end $$;

-- Facts come into a batch while it waits for its decision and at no other time. The lock makes a
-- decision wait for the load in flight, and a load see the decision that came first.
create function projects_refuse_decided_batch() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
    brought bigint[] := array(select distinct batch_id from added);
    open_batches bigint[];
begin
    open_batches := array(
        select id from public.projects_meterbatch
        where id = any(brought) and decision = '' order by id for share
    );
    if cardinality(open_batches) <> cardinality(brought) then
        raise exception 'Facts were brought into a batch of meter readings that is decided.'
            using errcode = '23514', table = tg_table_name, constraint = 'batch_is_loading';
    end if;
    return null;
end $$;

create trigger metering_batch_is_loading after insert on projects_dayblock
    referencing new table as added
    for each statement execute function projects_refuse_decided_batch();
create trigger metering_batch_is_loading after insert on projects_stationmonth
    referencing new table as added
    for each statement execute function projects_refuse_decided_batch();
create trigger metering_batch_is_loading after insert on projects_meterslice
    referencing new table as added
    for each statement execute function projects_refuse_decided_batch();
