drop trigger if exists metering_batch_is_loading on projects_meterslice;
drop trigger if exists metering_batch_is_loading on projects_stationmonth;
drop table if exists projects_dayblock;
drop function if exists projects_refuse_decided_batch();
drop function if exists projects_ensure_day_block_month(date);
