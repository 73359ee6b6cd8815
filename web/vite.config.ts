import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** `npm run web:dev` serves the sources and passes everything else to the hub on its usual port. */
const hub = process.env.HUB_URL ?? 'http://127.0.0.1:8080'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), tailwindcss()],
  worker: { format: 'es' },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // Everything is a file of its own: the policy of the page allows no data: scripts and fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        // In a few pieces: in forty small ones the same is a tenth larger.
        codeSplitting: {
          groups: [
            {
              name: 'base',
              priority: 2,
              test: /node_modules\/(?!.*uplot)|web\/src\/(main|app|pages\.ts|(acts|api|keys|lib|live|table|i18n\/index|parts\/(?!chart|cards|choice|edit|fields|reason)|pages\/(overview|alerts_panel)|shell\/(?!bulk_dialog|key_sheet|channel)|story\/sugg))/,
            },
            {
              name: 'rest',
              priority: 1,
              test: /web\/src\/(pages\/(?!charts|delivery)|story|shell\/(bulk_dialog|key_sheet)|parts\/(cards|choice|edit|fields|reason)|i18n\/(area|policy|..\/policy))/,
            },
          ],
        },
      },
    },
  },
  server: {
    proxy: Object.fromEntries(['/api', '/docs', '/openapi.json', '/health'].map((path) => [path, hub])),
  },
})
