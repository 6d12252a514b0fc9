-- Energy by project, province, carrier and month, as known at a moment.
--
-- A station's month stands as its roll-up says, unless two batches speak of the same day: then, and
-- only then, the day blocks themselves are asked, and the batch recorded last is believed.
with known as materialized (
    select id, recorded_at, starts_on, ends_on from projects_meterbatch
    where decision = 'confirmed' and recorded_at <= %(known_at)s
),
asked as materialized (
    -- "part" numbers project, province and carrier in the order of the answer, "place" the stations
    -- within: numbers sort much faster than columns with text among them.
    select id, code, project_id, province, carrier,
           dense_rank() over (order by project_id, province collate "C", carrier) as part,
           row_number() over (
               order by project_id, province collate "C", carrier, code collate "C") as place
    from projects_station
    where (%(project_ids)s::bigint[] is null or project_id = any(%(project_ids)s::bigint[]))
      and (%(station_ids)s::bigint[] is null or id = any(%(station_ids)s::bigint[]))
),
told as not materialized (
    select asked.part, asked.place, asked.code, m.station_id, m.month, m.batch_id, m.days_mask,
           m.readings, m.estimated, m.total_wh, m.digest
    from projects_stationmonth m
    join known on known.id = m.batch_id
    join asked on asked.id = m.station_id
    where m.month >= %(starts_on)s and m.month < %(ends_on)s
),
shared as materialized (
    -- Months of which more than one batch speaks; in no other can two speak of one day.
    select month::date from generate_series(
        %(starts_on)s::timestamp, %(ends_on)s::timestamp - interval '1 day', interval '1 month'
    ) month
    join known on known.starts_on < month + interval '1 month' and known.ends_on > month
    group by month having count(*) > 1
),
contested as materialized (
    select station_id, month from told
    where month in (select month from shared)
    group by station_id, month
    having sum(days_mask) <> bit_or(days_mask)
),
latest as (
    -- "offset 0" keeps the planner at looking a few stations up, however many it expects.
    select block.*, contested.month
    from contested
    cross join lateral (
        select distinct on (b.day) b.station_id, b.day, b.batch_id, b.interval_minutes,
               b.quality, b.readings, b.total_wh, b.energy_wh
        from projects_dayblock b
        join known on known.id = b.batch_id
        where b.station_id = contested.station_id
          and b.day >= contested.month
          and b.day < (contested.month + interval '1 month')::date
        order by b.day, known.recorded_at desc, b.batch_id desc
        offset 0
    ) block
),
standing as (
    select part, place, code, month, batch_id, days_mask, readings, estimated, total_wh, digest
    from told
    where (station_id, month) not in (select station_id, month from contested)
    union all
    select asked.part, asked.place, asked.code, month, batch_id,
           bit_or(1 << (day - month))::integer, sum(readings), sum(readings * quality),
           sum(total_wh),
           sha256(string_agg(
               int4send(day - date '2000-01-01') || int2send(interval_minutes)
               || int2send(quality) || int8send(total_wh) || array_send(energy_wh),
               ''::bytea order by day))
    from latest join asked on asked.id = latest.station_id
    group by asked.part, asked.place, asked.code, month, batch_id
),
sums as (
    select part, month, count(distinct place) as stations,
           sum(bit_count(days_mask::bit(32)))::bigint as station_days,
           sum(readings)::bigint as readings, sum(estimated)::bigint as estimated,
           sum(total_wh)::bigint as total_wh,
           encode(sha256(convert_to(string_agg(
               concat_ws(' ', code, month, batch_id, days_mask, total_wh, encode(digest, 'hex')),
               E'\n' order by place, batch_id), 'UTF8')), 'hex') as set_hash
    from standing
    group by part, month
),
parts as (select distinct part, project_id, province, carrier from asked)
select project_id, province, carrier, month, stations, station_days, readings, estimated,
       total_wh, set_hash
from sums join parts using (part)
order by part, month
