-- Energy by project, province, carrier and month, as known at a moment.
--
-- A station's month stands as its roll-up says, unless two batches speak of the same day: then, and
-- only then, the day blocks themselves are asked, and the batch recorded last is believed.
with known as materialized (
    select id, recorded_at from projects_meterbatch
    where decision = 'confirmed' and recorded_at <= %(known_at)s
),
asked as materialized (
    -- "part" numbers project, province and carrier in the order of the answer: one number sorts
    -- much faster than three columns with text among them.
    select id, code, project_id, province, carrier,
           dense_rank() over (order by project_id, province collate "C", carrier) as part
    from projects_station
    where (%(project_ids)s::bigint[] is null or project_id = any(%(project_ids)s::bigint[]))
      and (%(station_ids)s::bigint[] is null or id = any(%(station_ids)s::bigint[]))
),
told as materialized (
    select m.station_id, m.month, m.batch_id, m.days_mask, m.readings, m.estimated, m.total_wh,
           m.digest
    from projects_stationmonth m
    join known on known.id = m.batch_id
    join asked on asked.id = m.station_id
    where m.month >= %(starts_on)s and m.month < %(ends_on)s
),
contested as materialized (
    select station_id, month from told
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
    select told.* from told
    where (station_id, month) not in (select station_id, month from contested)
    union all
    select station_id, month, batch_id, bit_or(1 << (day - month))::integer, sum(readings),
           sum(readings * quality), sum(total_wh),
           sha256(string_agg(
               int4send(day - date '2000-01-01') || int2send(interval_minutes)
               || int2send(quality) || int8send(total_wh) || array_send(energy_wh),
               ''::bytea order by day))
    from latest group by station_id, month, batch_id
),
sums as (
    select asked.part, standing.month,
           count(distinct standing.station_id) as stations,
           sum(bit_count(standing.days_mask::bit(32)))::bigint as station_days,
           sum(standing.readings)::bigint as readings,
           sum(standing.estimated)::bigint as estimated,
           sum(standing.total_wh)::bigint as total_wh,
           encode(sha256(convert_to(string_agg(
               concat_ws(' ', asked.code, standing.month, standing.batch_id, standing.days_mask,
                         standing.total_wh, encode(standing.digest, 'hex')),
               E'\n' order by asked.code collate "C", standing.batch_id), 'UTF8')), 'hex') as set_hash
    from standing
    join asked on asked.id = standing.station_id
    group by asked.part, standing.month
),
parts as (select distinct part, project_id, province, carrier from asked)
select project_id, province, carrier, month, stations, station_days, readings, estimated,
       total_wh, set_hash
from sums join parts using (part)
order by part, month
