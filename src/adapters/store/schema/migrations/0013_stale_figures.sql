-- The readings that wait for the story step say by a field of their own whether a figure "has not been updated since".
UPDATE pipeline_items
   SET reading = jsonb_set(reading, '{figures}', (
         SELECT coalesce(jsonb_agg(figure || jsonb_build_object('isStale', figure -> 'rules' ? 'stale-since') ORDER BY place), '[]')
           FROM jsonb_array_elements(reading -> 'figures') WITH ORDINALITY AS read (figure, place)))
 WHERE reading IS NOT NULL;
