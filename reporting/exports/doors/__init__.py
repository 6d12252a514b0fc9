"""The ways out of the house: e-mail, SFTP, S3 stores, webhooks, folders; one module each."""
