-- The documents of a decision are named while it is a proposal; what was decided on stays.
create or replace function projects_evidence_is_named_with_the_proposal() returns trigger
language plpgsql as $$
begin
    if exists (
        select 1 from projects_recognition
        where id = new.recognition_id and decision <> ''
    ) then
        raise exception 'Recognition % was decided; evidence belongs to a new one.', new.recognition_id
            using errcode = '23514', table = 'projects_recognitionevidence',
                  constraint = 'evidence_is_named_with_the_proposal';
    end if;
    return new;
end $$;

create or replace trigger evidence_is_named_with_the_proposal
    before insert on projects_recognitionevidence
    for each row execute function projects_evidence_is_named_with_the_proposal();
